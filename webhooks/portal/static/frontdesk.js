// The front desk's tablet: visits are kept here until the server has them.
"use strict";

const TOKEN = "frontdesk:token";
const QUEUE = "frontdesk:queue";
const LIMITED = "frontdesk:limited-until";
const byId = (id) => document.getElementById(id);
const texts = JSON.parse(document.body.dataset.texts);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const WAITED_LONG_MS = 5 * 60 * 1000;
const LONGEST_PAUSE_MS = 5 * 60 * 1000;
let retryAt = 0;
let failures = 0;
let timer = 0;
let isSending = false;

const token = () => localStorage.getItem(TOKEN) || "";
const limitedUntil = () => Number(localStorage.getItem(LIMITED) || 0);
const waitUntil = () => Math.max(retryAt, limitedUntil());
const queue = () => JSON.parse(localStorage.getItem(QUEUE) || "[]");
const keep = (visits) => localStorage.setItem(QUEUE, JSON.stringify(visits));
const change = (id, edit) => keep(queue().flatMap((visit) => (visit.id === id ? edit(visit) : [visit])));

// The token comes in the fragment, which no server sees, and leaves the address bar at once.
function takeToken(text) {
  const found = /(?:#token=|^)(fd_[\w-]{20,200})$/.exec(text.trim());
  if (!found) return false;
  localStorage.setItem(TOKEN, found[1]);
  return true;
}
if (takeToken(location.hash)) history.replaceState(null, "", location.pathname + location.search);

function show() {
  const visits = queue();
  byId("visit").hidden = !token();
  byId("connect").hidden = Boolean(token());
  byId("forget").hidden = !token();
  byId("waiting").hidden = !visits.length;
  byId("queue").replaceChildren(...visits.map(row));
  const net = byId("net");
  net.className = navigator.onLine && !visits.length ? "pill" : "pill warn";
  const state = visits.length ? texts.waiting : texts.ready;
  net.textContent = fill(navigator.onLine ? state : texts.offline, { count: visits.length });
}

function row(visit) {
  const item = document.createElement("li");
  const name = Object.assign(document.createElement("strong"), { textContent: visit.first_name });
  const note = Object.assign(document.createElement("span"), { className: "when", textContent: visit.problem || texts.kept });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: visit.problem ? texts.mend : texts.remove });
  drop.setAttribute("aria-label", `${drop.textContent}: ${visit.first_name}`);
  drop.addEventListener("click", () => {
    if (visit.problem) {
      byId("first_name").value = visit.first_name;
      byId("contact").value = visit.phone || visit.email;
      byId("first_name").focus();
    }
    change(visit.id, () => []);
    show();
  });
  item.append(name, note, drop);
  return item;
}

function say(text, kind) {
  byId("said").textContent = text;
  byId("said").className = `state ${kind}`;
}

function complain(name, text) {
  const place = byId(`${name}-problem`);
  place.textContent = text;
  place.hidden = !text;
  if (text) byId(name).setAttribute("aria-invalid", "true");
  else byId(name).removeAttribute("aria-invalid");
}

// When the visit ended is told only if it has waited: clocks of tablets are wrong more often than not.
function body(visit) {
  const { first_name, phone, email, locale, at } = visit;
  const waited = Date.now() - at > WAITED_LONG_MS;
  return { first_name, phone, email, locale, ...(waited ? { occurred_at: new Date(at).toISOString() } : {}) };
}

async function send(visit) {
  const answer = await fetch("/connectors/frontdesk", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token()}` },
    body: JSON.stringify(body(visit)),
  });
  if (answer.status === 201 || answer.status === 200) {
    change(visit.id, () => []);
    say(fill(answer.status === 201 ? texts.accepted : texts.duplicate, { name: visit.first_name }), "good");
    return true;
  }
  if (answer.status === 422) {
    const { fields = {} } = await answer.json();
    change(visit.id, (kept) => [{ ...kept, problem: Object.values(fields)[0] || texts.refused }]);
    say(fill(texts.mend_it, { name: visit.first_name }), "bad");
    return true;
  }
  if (answer.status === 401) {
    localStorage.removeItem(TOKEN);
    return false;
  }
  const wait = Number(answer.headers.get("Retry-After")) || 0;
  if (answer.status === 429) {
    localStorage.setItem(LIMITED, String(Math.round(Date.now() + wait * 1000 * (1 + Math.random() * 0.1))));
    say(texts.limit, "bad");
    return false;
  }
  throw Object.assign(new Error("not taken"), { wait });
}

async function sendAll() {
  clearTimeout(timer);
  if (isSending || !token() || !navigator.onLine) return;
  if (Date.now() < waitUntil()) {
    timer = setTimeout(sendAll, Math.min(waitUntil() - Date.now() + 50, LONGEST_PAUSE_MS));
    return;
  }
  isSending = true;
  try {
    for (let next; (next = queue().find((visit) => !visit.problem)); ) {
      if (!(await send(next))) break;
      failures = 0;
      show();
    }
  } catch (error) {
    failures += 1;
    const backoff = Math.min(1000 * 2 ** failures, LONGEST_PAUSE_MS) * (0.5 + Math.random());
    retryAt = Date.now() + Math.max(backoff, (error.wait || 0) * 1000);
    say(texts.saved_here, "");
  }
  isSending = false;
  show();
  if (queue().some((visit) => !visit.problem)) timer = setTimeout(sendAll, Math.max(50, Math.min(waitUntil() - Date.now(), LONGEST_PAUSE_MS)));
}

byId("visit").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const name = form.elements.first_name.value.trim();
  const contact = form.elements.contact.value.trim();
  const isEmail = contact.includes("@");
  const isPhone = contact.replace(/\D/g, "").length >= 10;
  complain("first_name", name ? "" : texts.need_name);
  complain("contact", isEmail || isPhone ? "" : texts.need_contact);
  if (!name || !(isEmail || isPhone)) {
    form.querySelector("[aria-invalid]").focus();
    return;
  }
  const visit = { id: `${Date.now()}-${Math.random()}`, first_name: name, [isEmail ? "email" : "phone"]: contact, locale: form.elements.locale.value, at: Date.now() };
  keep([...queue(), visit]);
  form.elements.first_name.value = "";
  form.elements.contact.value = "";
  form.elements.first_name.focus();
  say(texts.saved_here, "");
  show();
  sendAll();
});

byId("connect").addEventListener("submit", (event) => {
  event.preventDefault();
  if (takeToken(event.target.elements.token.value)) event.target.reset();
  show();
  sendAll();
});

byId("forget").addEventListener("click", () => {
  if (!confirm(texts.forget)) return;
  localStorage.removeItem(TOKEN);
  keep([]);
  show();
});

addEventListener("online", () => { retryAt = 0; show(); sendAll(); });
addEventListener("offline", show);
addEventListener("hashchange", () => { if (takeToken(location.hash)) { history.replaceState(null, "", location.pathname); show(); sendAll(); } });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAll());
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/frontdesk/sw.js", { scope: "/frontdesk" }).catch(() => {});
show();
sendAll();
