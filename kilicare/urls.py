"""Every address of the portal. The apps are named by string: the project package imports none of them."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from kilicare import demo, health, offline

handler500 = "kilicare.health.server_error"

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("offline/", offline.offline, name="offline"),
    path("worker.js", offline.worker, name="worker"),
    path("", include("kilicare.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("returns.urls")),
]

# Outside the demo these addresses don't exist, and their views refuse as well.
demo_doors = [
    path("enter/<str:username>/", demo.enter, name="enter"),
    path("clock/", demo.move_clock, name="clock"),
    path("messages/", demo.messages, name="messages"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include((demo_doors, "demo"))))
