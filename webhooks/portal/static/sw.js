// Keeps the front desk's page on the tablet, so that it opens without a connection.
"use strict";

const SHELL = "frontdesk-VERSION";
const PAGE = "/frontdesk";
const FILES = [PAGE, "/static/portal.css?v=VERSION", "/static/frontdesk.js?v=VERSION", "/static/icon.svg?v=VERSION"];
const LONGEST_WAIT_MS = 4000;

addEventListener("install", (event) => event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)))).then(() => clients.claim()),
));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !/^\/(frontdesk|static\/)/.test(new URL(request.url).pathname)) return;
  if (request.mode !== "navigate") {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
    return;
  }
  const fresh = fetch(request).then(keep);
  event.waitUntil(fresh.catch(() => {}));
  event.respondWith(open(fresh));
});

// A page of another version would ask for files that are not kept here.
async function keep(answer) {
  const copy = answer.clone();
  if (answer.ok && (await answer.clone().text()).includes("VERSION")) await (await caches.open(SHELL)).put(PAGE, copy);
  return answer;
}

// A server that is down, or a connection that hangs, opens the page that is kept.
async function open(fresh) {
  const kept = await caches.match(PAGE);
  if (!kept) return fresh;
  const late = new Promise((resolve) => { setTimeout(resolve, LONGEST_WAIT_MS, kept); });
  const answer = await Promise.race([fresh, late]).catch(() => kept);
  return answer.status >= 500 ? kept : answer;
}
