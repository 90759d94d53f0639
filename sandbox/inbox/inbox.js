// The inbox page: asks every two seconds what is new, and draws only what changed.

const EVERY_MS = 2000;
const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;
const STATUS = {
  accepted: "Accepted", queued: "Queued", sent: "Sent", delivered: "Delivered",
  undelivered: "Not delivered", failed: "Failed", received: "",
};

const by = (id) => document.getElementById(id);
let inbox = { texts: [], emails: [], opted_out: [], pending: 0 };
let etag = "";
let part = "html";
let shownMail = "";
let shownThread = "";
const seen = new Set();

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const clock = (iso) => new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const day = (iso) => new Date(iso).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });

function pretty(phone) {
  const us = phone.match(/^\+1(\d{3})(\d{3})(\d{4})$/);
  return us ? `(${us[1]}) ${us[2]}-${us[3]}` : phone;
}

function linked(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    pieces.push(text.slice(end, match.index));
    pieces.push(make("a", { href: match[0], target: "_blank", rel: "noreferrer" }, match[0]));
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)];
}

function route() {
  const [view, ...rest] = location.hash.slice(1).split("/");
  return { view: view === "emails" ? "emails" : "texts", id: decodeURIComponent(rest.join("/")) };
}

function conversations() {
  const found = new Map();
  for (const text of inbox.texts) {
    found.delete(text.phone); // the one with the newest text comes last
    found.set(text.phone, text);
  }
  return [...found].reverse();
}

const failed = (text) => text.status === "undelivered" || text.status === "failed";

function row({ href, current, face, who, at, last, bad }) {
  return make("li", {}, make("a", { href, "aria-current": current && "true" },
    make("span", { class: "face", "aria-hidden": "true" }, face),
    make("span", { class: "who" }, who),
    make("time", { datetime: at }, clock(at)),
    make("span", { class: bad ? "last bad" : "last" }, last)));
}

function drawList({ view, id }) {
  const rows = view === "texts"
    ? conversations().map(([phone, last]) => row({
      href: `#texts/${encodeURIComponent(phone)}`, current: phone === id, face: phone.slice(-2),
      who: pretty(phone), at: last.created_at, bad: failed(last),
      last: (last.direction === "inbound" ? "You: " : "") + last.body,
    }))
    : [...inbox.emails].reverse().map((mail) => row({
      href: `#emails/${encodeURIComponent(mail.id)}`, current: mail.id === id,
      face: (mail.to.replace(/^.*</, "")[0] || "?").toUpperCase(),
      who: mail.to, at: mail.created_at, last: mail.subject,
    }));
  by("list").replaceChildren(...rows);
}

function fate(text) {
  if (text.direction === "inbound") return clock(text.created_at);
  if (text.direction === "outbound-twilio") return "Sent by the carrier's own opt-out service";
  const facts = [clock(text.created_at), STATUS[text.status] ?? text.status];
  if (text.error_code) facts[1] += ` (${text.error_code})`;
  facts.push(text.segments === 1 ? "1 segment" : `${text.segments} segments`);
  if (text.price_usd !== null) facts.push(`$${text.price_usd.toFixed(4)}`);
  return facts.join(" · ");
}

function bubble(text) {
  const kinds = ["bubble"];
  if (text.direction === "inbound") kinds.push("mine");
  if (text.direction === "outbound-twilio") kinds.push("carrier");
  if (failed(text)) kinds.push("bad");
  if (!seen.has(text.sid)) kinds.push("new");
  seen.add(text.sid);
  return make("li", { class: kinds.join(" ") },
    make("p", {}, ...linked(text.body)), make("small", {}, fate(text)));
}

function drawPhone(phone) {
  const texts = inbox.texts.filter((text) => text.phone === phone);
  const out = inbox.opted_out.includes(phone);
  by("phone-number").textContent = pretty(phone);
  by("phone-note").textContent = out ? "opted out" : "a patient's phone";
  by("phone-note").className = out ? "out" : "";
  const items = [];
  let today = "";
  for (const text of texts) {
    if (day(text.created_at) !== today) {
      today = day(text.created_at);
      items.push(make("li", { class: "day" }, today));
    }
    items.push(bubble(text));
  }
  const thread = by("thread");
  const follow = shownThread !== phone
    || thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
  thread.replaceChildren(...items);
  if (follow) thread.scrollTop = thread.scrollHeight;
  shownThread = phone;
}

function facts(mail) {
  const tags = Object.entries(mail.tags).map(([name, value]) => `${name}: ${value}`).join(", ");
  const pairs = { From: mail.from, To: mail.to, Sent: `${day(mail.created_at)}, ${clock(mail.created_at)}` };
  if (tags) pairs.Tags = tags;
  return Object.entries(pairs).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
}

function drawMail(mail) {
  const shown = mail.html === null && part === "html" ? "text" : part;
  for (const button of document.querySelectorAll("[data-part]")) {
    button.setAttribute("aria-pressed", String(button.dataset.part === shown));
    button.disabled = button.dataset.part === "html" && mail.html === null;
  }
  if (shownMail === `${mail.id}/${shown}`) return; // an email does not change: keep its scroll
  shownMail = `${mail.id}/${shown}`;
  by("mail-subject").textContent = mail.subject;
  by("mail-facts").replaceChildren(...facts(mail));
  by("mail-frame").hidden = shown !== "html";
  by("mail-text").hidden = shown === "html";
  if (shown === "html") by("mail-frame").srcdoc = `<base target="_blank">${mail.html}`;
  if (shown === "text") by("mail-text").replaceChildren(...linked(mail.text ?? ""));
  if (shown === "headers") {
    const lines = Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`);
    by("mail-text").replaceChildren(lines.join("\n") || "no headers kept");
  }
}

function draw() {
  const here = route();
  const mail = here.view === "emails" && inbox.emails.find((one) => one.id === here.id);
  const phone = here.view === "texts" && here.id;
  document.body.dataset.view = here.view;
  document.body.classList.toggle("open", Boolean(mail || phone));
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === here.view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  by("texts-count").textContent = inbox.texts.length;
  by("emails-count").textContent = inbox.emails.length;
  const nothing = here.view === "texts" ? !inbox.texts.length : !inbox.emails.length;
  by("empty").textContent = nothing ? "Nothing has been sent yet." : "Pick one on the left.";
  by("detail").hidden = !(mail || phone);
  by("phone").hidden = !phone;
  by("mail").hidden = !mail;
  drawList(here);
  if (phone) drawPhone(phone);
  if (mail) drawMail(mail);
}

function tell(kind, words) {
  by("state").className = `state ${kind}`;
  by("state").lastElementChild.textContent = words;
}

async function poll() {
  try {
    const answer = await fetch("/_sandbox/inbox", { headers: etag ? { "If-None-Match": etag } : {} });
    if (answer.status === 200) {
      etag = answer.headers.get("ETag") ?? "";
      inbox = await answer.json();
      draw();
    }
    tell(inbox.pending ? "busy" : "", inbox.pending ? `${inbox.pending} under way` : "up to date");
  } catch {
    tell("lost", "sandbox is not running");
  }
}

async function say(words) {
  const { view, id } = route();
  if (view !== "texts" || !id || !words.trim()) return;
  const body = JSON.stringify({ from: id, body: words });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("/_sandbox/inbound", { method: "POST", headers, body });
  if (!answer.ok) tell("lost", (await answer.json()).message);
  await poll();
}

by("reply").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = by("say").value;
  by("say").value = "";
  say(words);
});
for (const button of document.querySelectorAll("[data-say]")) {
  button.addEventListener("click", () => say(button.dataset.say));
}
for (const button of document.querySelectorAll("[data-part]")) {
  button.addEventListener("click", () => { part = button.dataset.part; draw(); });
}
by("start").addEventListener("submit", (event) => {
  event.preventDefault();
  const digits = by("start-phone").value.replace(/[^\d+]/g, "");
  const phone = digits.startsWith("+") ? digits : `+1${digits.replace(/^1(?=\d{10}$)/, "")}`;
  if (digits) location.hash = `texts/${encodeURIComponent(phone)}`;
});
addEventListener("hashchange", draw);
draw();
await poll();
setInterval(() => { if (!document.hidden) poll(); }, EVERY_MS);
