// Keeps the front desk's page on the tablet, so that it opens without a connection.
"use strict";

const SHELL = "frontdesk-VERSION";
const FILES = ["/frontdesk", "/static/portal.css?v=VERSION", "/static/frontdesk.js?v=VERSION", "/static/icon.svg?v=VERSION", "/frontdesk/manifest.webmanifest"];

addEventListener("install", (event) => event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)))).then(() => clients.claim()),
));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !/^\/(frontdesk|static\/)/.test(new URL(request.url).pathname)) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).then((fresh) => {
      const copy = fresh.clone();
      if (fresh.ok) caches.open(SHELL).then((cache) => cache.put("/frontdesk", copy));
      return fresh;
    }).catch(() => caches.match("/frontdesk")));
    return;
  }
  event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
});
