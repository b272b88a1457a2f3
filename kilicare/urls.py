"""Every address of the portal. The apps are named by string: the project package imports none of them."""

from django.contrib import admin
from django.urls import include, path

from kilicare import health

handler500 = "kilicare.health.server_error"

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("kilicare.accounts.urls")),
    path("", include("returns.urls")),
]
