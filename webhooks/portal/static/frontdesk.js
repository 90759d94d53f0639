// The front desk's tablet: visits are kept here until the server has them.
"use strict";

const TOKEN = "frontdesk:token";
const REPLACED = "frontdesk:replaced";
const VISIT = "frontdesk:visit:";
const TAKEN = "frontdesk:taken:";
const LIMITED = "frontdesk:limited-until";
const LONGEST_ANSWER_MS = 20 * 1000;
const LATE_NEWS_MS = 30 * 1000;
const LONGEST_PAUSE_MS = 5 * 60 * 1000;
const LONGEST_LIMIT_MS = 26 * 60 * 60 * 1000;
const NAME_SHOWN_MS = 8 * 1000;
const LEFT_ALONE_MS = 2 * 60 * 1000;
const REFUSED = [400, 413, 415, 422];
const byId = (id) => document.getElementById(id);
const texts = JSON.parse(document.body.dataset.texts);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const form = byId("visit");
const field = form.elements;
let retryAt = 0;
let failures = 0;
let sendTimer = 0;
let saidTimer = 0;
let leftTimer = 0;
let isSending = false;
let mending = null;

const token = () => localStorage.getItem(TOKEN) || "";
const read = (key) => JSON.parse(localStorage.getItem(key));
const keep = (visit) => localStorage.setItem(VISIT + visit.id, JSON.stringify(visit));
const drop = (visit) => localStorage.removeItem(VISIT + visit.id);
// An entry of its own for each visit: two tabs may add and remove without undoing one another.
const queue = () => Object.keys(localStorage).filter((key) => key.startsWith(VISIT)).map(read).filter(Boolean).sort((a, b) => a.at - b.at);
const sendable = (taken = []) => queue().find((visit) => !visit.problem && !taken.includes(TAKEN + visit.id));

// A limit ends by tomorrow; one beyond that was set by a clock that was wrong.
function limitedUntil() {
  const until = Number(localStorage.getItem(LIMITED));
  return until < Date.now() + LONGEST_LIMIT_MS ? until : 0;
}

// The token comes in the fragment, which no server sees, and leaves the address bar at once.
function takeToken(text) {
  const found = /(?:#token=|^)(fd_[\w-]{20,200})$/.exec(text.trim());
  if (!found) return false;
  localStorage.setItem(TOKEN, found[1]);
  [REPLACED, LIMITED].forEach((key) => localStorage.removeItem(key));
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  return true;
}
function takeHash() {
  if (takeToken(location.hash)) history.replaceState(null, "", location.pathname + location.search);
}

function show() {
  const visits = queue();
  form.hidden = byId("forget").hidden = !token();
  byId("connect").hidden = Boolean(token());
  byId("replaced").hidden = !localStorage.getItem(REPLACED);
  byId("waiting").hidden = !visits.length;
  showQueue(visits);
  const net = byId("net");
  net.hidden = !token() && !visits.length;
  net.className = navigator.onLine && !visits.length ? "pill" : "pill warn";
  const state = visits.length ? texts.waiting : texts.ready;
  net.textContent = fill(navigator.onLine ? state : texts.offline, { count: visits.length });
}

// A row that says the same stays where it is: a finger or the focus may be on it.
function showQueue(visits) {
  const list = byId("queue");
  const said = visits.map((visit) => JSON.stringify([visit, Boolean(token()), new Date().toDateString()]));
  [...list.children].filter((item) => !said.includes(item.said)).forEach((item) => item.remove());
  visits.forEach((visit, place) => {
    const there = list.children[place] || null;
    if (!there || there.said !== said[place]) list.insertBefore(Object.assign(row(visit), { said: said[place] }), there);
  });
  [...list.children].slice(visits.length).forEach((item) => item.remove());
}

// The next patient may see the screen: an initial and the time tell the desk who it was.
function row(visit) {
  const at = new Date(visit.at);
  const day = at.toDateString() === new Date().toDateString() ? {} : { weekday: "short" };
  const time = at.toLocaleString(document.documentElement.lang, { ...day, hour: "numeric", minute: "2-digit" });
  const who = `${[...visit.first_name][0]}. ${time}`;
  const item = document.createElement("li");
  const name = Object.assign(document.createElement("strong"), { textContent: who });
  const note = Object.assign(document.createElement("span"), { className: "when", textContent: visit.problem ? texts[visit.problem] || texts.refused : texts.kept });
  const acts = [act(texts.remove, who, () => drop(visit))];
  if (visit.problem && token()) acts.unshift(act(texts.mend, who, () => mend(visit)));
  item.append(name, note, ...acts);
  return item;
}

function act(text, who, does) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: text });
  button.setAttribute("aria-label", `${text}: ${who}`);
  button.addEventListener("click", () => { does(); show(); });
  return button;
}

function mend(visit) {
  mending = visit;
  field.first_name.value = visit.first_name;
  field.contact.value = visit.phone || visit.email;
  form.querySelector(`[name=locale][value=${visit.locale}]`).checked = true;
  (visit.problem === "first_name" ? field.first_name : field.contact).focus();
  leaveAlone();
}

function clear() {
  clearTimeout(leftTimer);
  mending = null;
  form.reset();
  complain("first_name", "");
  complain("contact", "");
}

// What somebody began to type and left is not for the next patient either.
function leaveAlone() {
  clearTimeout(leftTimer);
  leftTimer = setTimeout(clear, LEFT_ALONE_MS);
}

function say(text, kind = "", name = "") {
  clearTimeout(saidTimer);
  byId("said").textContent = fill(text, { name });
  byId("said").className = `state ${kind}`;
  if (name) saidTimer = setTimeout(say, NAME_SHOWN_MS, "");
}

function complain(name, text) {
  const place = byId(`${name}-problem`);
  place.textContent = text;
  place.hidden = !text;
  if (text) byId(name).setAttribute("aria-invalid", "true");
  else byId(name).removeAttribute("aria-invalid");
}

// Clocks of tablets are wrong more often than not: told both times, the server knows the wait.
function body({ first_name, phone, email, locale, at }) {
  const sent = Date.now();
  return JSON.stringify({ first_name, phone, email, locale, occurred_at: new Date(Math.min(at, sent)).toISOString(), sent_at: new Date(sent).toISOString() });
}

async function post(visit, key) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONGEST_ANSWER_MS);
  try {
    const answer = await fetch("/connectors/frontdesk", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
      body: body(visit),
      signal: stop.signal,
    });
    return { answer, told: await answer.json().catch(() => ({})) };
  } finally {
    clearTimeout(timer);
  }
}

// Tabs hear late of what another has dropped, but at once of its locks.
function markTaken({ id }) {
  if (navigator.locks) navigator.locks.request(TAKEN + id, () => new Promise((end) => { setTimeout(end, LATE_NEWS_MS); }));
}
async function taken() {
  const { held, pending } = navigator.locks ? await navigator.locks.query() : { held: [], pending: [] };
  return [...held, ...pending].map(({ name }) => name);
}

// True if the next visit may be sent, false if all have to wait for somebody or for tomorrow.
async function send(visit, key) {
  const { answer, told } = await post(visit, key);
  if (answer.ok) {
    markTaken(visit);
    drop(visit);
    say(answer.status === 201 ? texts.accepted : texts.duplicate, "good", visit.first_name);
    return true;
  }
  if (REFUSED.includes(answer.status)) {
    keep({ ...visit, problem: Object.keys(told.fields || {})[0] || "refused" });
    say(texts.mend_it, "bad", visit.first_name);
    return true;
  }
  if (answer.status === 401) {
    if (token() === key) {
      localStorage.removeItem(TOKEN);
      localStorage.setItem(REPLACED, "yes");
    }
    return false;
  }
  const wait = (Number(answer.headers.get("Retry-After")) || 0) * 1000;
  if (answer.status === 429) {
    localStorage.setItem(LIMITED, String(Math.round(Date.now() + wait * (1 + Math.random() * 0.05))));
    say(texts.limit, "bad");
    return false;
  }
  throw Object.assign(new Error("not taken"), { wait });
}

async function sendWaiting() {
  try {
    for (let next; token() && Date.now() >= Math.max(retryAt, limitedUntil()) && (next = sendable(await taken())); show()) {
      if (!(await send(next, token()))) return;
      failures = 0;
    }
  } catch (error) {
    failures += 1;
    const backoff = Math.min(1000 * 2 ** failures, LONGEST_PAUSE_MS) * (0.5 + Math.random());
    retryAt = Date.now() + Math.max(backoff, error.wait || 0);
    say(texts.saved_here);
  }
}

async function sendAll() {
  clearTimeout(sendTimer);
  if (isSending || !navigator.onLine) return;
  isSending = true;
  await (navigator.locks ? navigator.locks.request("frontdesk", sendWaiting) : sendWaiting());
  isSending = false;
  show();
  const pause = Math.max(retryAt, limitedUntil()) - Date.now();
  if (token() && sendable()) sendTimer = setTimeout(sendAll, Math.max(50, Math.min(pause, LONGEST_PAUSE_MS)));
}

form.addEventListener("input", leaveAlone);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = field.first_name.value.trim();
  const contact = field.contact.value.trim();
  const isEmail = contact.includes("@");
  const isPhone = contact.replace(/\D/g, "").length >= 10;
  complain("first_name", name ? "" : texts.need_name);
  complain("contact", isEmail || isPhone ? "" : texts.need_contact);
  if (!name || !(isEmail || isPhone)) {
    form.querySelector("[aria-invalid]").focus();
    return;
  }
  const isKnown = mending && mending.problem !== "occurred_at";
  const id = mending ? mending.id : `${Date.now()}-${Math.random()}`;
  keep({ id, first_name: name, [isEmail ? "email" : "phone"]: contact, locale: field.locale.value, at: isKnown ? mending.at : Date.now() });
  clear();
  field.first_name.focus();
  say(limitedUntil() > Date.now() ? texts.limit : texts.saved_here);
  show();
  sendAll();
});

byId("connect").addEventListener("submit", (event) => {
  event.preventDefault();
  const taken = takeToken(event.target.elements.token.value);
  complain("token", taken ? "" : texts.no_link);
  if (taken) event.target.reset();
  show();
  byId(taken ? "first_name" : "token").focus();
  sendAll();
});

byId("forget").addEventListener("click", () => {
  if (!confirm(texts.forget)) return;
  queue().forEach(drop);
  [TOKEN, REPLACED, LIMITED].forEach((key) => localStorage.removeItem(key));
  clear();
  say("");
  show();
});

addEventListener("online", () => { retryAt = 0; show(); sendAll(); });
addEventListener("offline", show);
addEventListener("storage", show);
addEventListener("hashchange", () => { takeHash(); show(); sendAll(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAll());
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/frontdesk/sw.js", { scope: "/frontdesk" }).catch(() => {});
takeHash();
if (limitedUntil() > Date.now() && sendable()) say(texts.limit, "bad");
show();
sendAll();
