"""The addresses of the portal, by kind of person."""

from django.urls import path

from returns.views import public

app_name = "returns"
urlpatterns = [
    path("", public.home, name="home"),
    path("policy/", public.policy, name="policy"),
]
