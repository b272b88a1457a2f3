{% load static %}// Keeps one page and its style for when there is no network. Nothing else is kept: pages are people's own.
const KEPT = "kept {% static "css/kilicare.css" %}";
const PAGE = "{% url "offline" %}";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([PAGE, "{% static "css/kilicare.css" %}"])));
});
addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))));
});
addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate" && event.request.method === "GET") {
    event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  } else if (event.request.destination === "style") {
    event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
  }
});
