// Makes the portal's pages livelier; every form works without it.
"use strict";

const JSON_HEADERS = { "Content-Type": "application/json", Accept: "application/json" };
const byId = (id) => document.getElementById(id);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
// Until the connection is back, or for a while.
const backOnline = (milliseconds) => Promise.race([pause(milliseconds), new Promise((done) => addEventListener("online", done, { once: true }))]);
const later = (action, milliseconds) => {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
};

function say(element, text, kind) {
  element.textContent = text;
  element.className = `state ${kind || ""}`;
}

function post(path, body, headers) {
  return fetch(path, { method: "POST", headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) });
}

// A person, not a scanner, looks at the page: told once.
function watchForPerson(token) {
  let done = false;
  const start = () => {
    if (done) return;
    done = true;
    fetch("/events/onboarding_started", { method: "POST", headers: JSON_HEADERS, body: JSON.stringify({ token }), keepalive: true }).catch(() => {});
  };
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, start, { once: true, passive: true });
  setTimeout(() => document.visibilityState === "visible" && start(), 3000);
}

async function followProof(id, token) {
  const track = byId("proof-track");
  const status = byId("proof-status");
  track.hidden = false;
  for (let tries = 0; tries < 80; tries += 1) {
    try {
      const answer = await fetch(`/portal/messages/${id}/status`, { headers: { Authorization: `Bearer ${token}` } });
      if (answer.ok) {
        const { state, message } = await answer.json();
        track.dataset.state = state;
        say(status, message, { delivered: "good", failed: "bad" }[state]);
        if (state === "delivered" || state === "failed") return;
      }
    } catch { /* the connection may come back */ }
    await pause(Math.min(1000 + tries * 100, 4000));
  }
}

function enhanceProof(form, texts) {
  const { token } = form.dataset;
  const button = byId("proof-button");
  const refresh = byId("proof-refresh");
  if (refresh) refresh.hidden = true;
  const known = byId("proof_id").value;
  if (known && byId("proof-track").dataset.state) followProof(known, token);
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say(byId("proof-status"), texts.sending);
    showProblems({ to: "" }, ["to"]);
    try {
      const answer = await post("/onboard/test-sms", { token, to: form.elements.to.value, locale: form.elements.default_locale.value });
      const result = await answer.json();
      if (answer.ok) {
        byId("proof-track").dataset.state = "queued";
        byId("proof_id").value = result.id;
        button.disabled = false;
        await followProof(result.id, token);
      } else if (result.fields) {
        say(byId("proof-status"), "");
        showProblems(result.fields, ["to"]);
      } else say(byId("proof-status"), result.message, "bad");
    } catch {
      say(byId("proof-status"), texts.unreachable, "bad");
    }
    button.disabled = false;
  });
}

// What is being mended is no longer complained of.
function forgetProblems(form) {
  form.addEventListener("input", ({ target }) => target.hasAttribute("aria-invalid") && showProblems({}, [target.name]));
}

function showProblems(fields, names) {
  for (const element of document.querySelectorAll("[data-problem]")) {
    const name = element.dataset.problem;
    if (names && !names.includes(name)) continue;
    const text = fields[name] || "";
    element.textContent = text;
    element.hidden = !text;
    const input = byId(name);
    if (input) {
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      const fold = text && input.closest("details");
      if (fold) fold.open = true;
      if (text && name === "review_link") say(byId("link-state"), "");
    }
  }
}

const GOOGLE = /^https:\/\/(g\.page|maps\.app\.goo\.gl|goo\.gl|search\.google\.com|maps\.google\.com|(www\.)?google\.com)\//i;

function enhanceLink(form, texts) {
  const input = form.elements.review_link;
  const state = byId("link-state");
  let asked = "";
  const ask = later(async () => {
    const url = input.value.trim();
    if (!url || url === asked) return;
    asked = url;
    try {
      for (let tries = 0; tries < 20; tries += 1) {
        const answer = await post("/portal/check-link", { url, token: form.dataset.token || "" });
        const result = await answer.json();
        if (url !== input.value.trim()) return;
        say(state, result.message, result.ok ? "good" : "bad");
        if (!result.pending) return;
        await pause(1000 + tries * 250);
      }
    } catch {
      asked = "";
    }
  }, 300);
  input.addEventListener("input", () => {
    const url = input.value.trim();
    if (url && !GOOGLE.test(url)) say(state, texts.not_google, "bad");
    else say(state, url ? texts.checking : "");
    if (GOOGLE.test(url)) ask();
  });
  if (input.value && !state.textContent) ask(); // a draft brought it back
}

function enhanceForecast(form) {
  const visits = form.elements.visits;
  const place = byId("forecast");
  const ask = later(async () => {
    const wanted = visits.value;
    if (!wanted) return;
    try {
      const answer = await fetch(`/portal/forecast?visits=${encodeURIComponent(wanted)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || wanted !== visits.value) return;
      const told = await answer.json();
      const line = (text, kind) => Object.assign(document.createElement("p"), { textContent: text, className: kind || "" });
      const meter = Object.assign(document.createElement("meter"), { min: 0, max: 100, low: 50, high: 80, optimum: 100, value: told.percent });
      meter.setAttribute("aria-label", told.headline);
      place.replaceChildren(line(told.headline, "big"), meter, line(told.detail), line(told.advice), line(told.basis, "hint"));
    } catch { /* the button still works */ }
  }, 250);
  visits.addEventListener("input", ask);
  byId("forecast-button").addEventListener("click", (event) => {
    event.preventDefault();
    ask();
  });
}

// What is typed survives a closed tab; the link's token and the consent stay out of it.
function keepDraft(form) {
  const key = `draft:${form.dataset.token.slice(-16)}`;
  let isSaved = false;
  const kept = (element) => element.name && !["hidden", "checkbox"].includes(element.type) && element.type !== "submit";
  try {
    const draft = JSON.parse(localStorage.getItem(key) || "{}");
    for (const element of form.elements) {
      if (!kept(element) || draft[element.name] === undefined || element.closest("[aria-invalid]")) continue;
      if (element.type === "radio") element.checked = element.value === draft[element.name];
      else if (element.tagName !== "SELECT" || [...element.options].some((o) => o.value === draft[element.name])) element.value = draft[element.name];
    }
    form.addEventListener("input", later(() => {
      if (isSaved) return;
      const values = {};
      for (const element of form.elements) if (kept(element) && (element.type !== "radio" || element.checked)) values[element.name] = element.value;
      localStorage.setItem(key, JSON.stringify(values));
    }, 200));
  } catch { /* no storage: the page still works */ }
  return () => {
    isSaved = true;
    try { localStorage.removeItem(key); } catch { /* nothing kept */ }
  };
}

function enhanceSave(form, texts, forget) {
  const status = byId("save-status");
  const button = byId("save");
  form.addEventListener("submit", async (event) => {
    if (event.submitter && event.submitter.hasAttribute("formaction")) return;
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    const body = Object.fromEntries(new FormData(form));
    for (let tries = 0; ; tries += 1) {
      say(status, tries ? texts.retrying : texts.saving, tries ? "bad" : "");
      try {
        const answer = await post("/onboard", body);
        const result = await answer.json();
        if (answer.ok || (tries && result.error === "link_used")) { // saved, but the answer was lost
          forget();
          location.assign("/portal");
          return;
        }
        if (answer.status < 500) {
          showProblems(result.fields || {});
          say(status, result.fields ? "" : result.message, "bad");
          byId("problems").hidden = !result.fields;
          const first = form.querySelector("[aria-invalid]");
          if (first) first.focus();
          break;
        }
      } catch { /* the connection may come back */ }
      await backOnline(Math.min(1000 * 2 ** tries, 15000) * (0.75 + Math.random() / 2));
    }
    button.disabled = false;
  });
  form.elements.to.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      byId("proof-button").click();
    }
  });
}

function enhanceChoices(form) {
  const show = () => {
    for (const sample of document.querySelectorAll("[data-sample]")) sample.hidden = sample.dataset.sample !== form.elements.default_locale.value;
    const text = (name) => form.elements[name].selectedOptions[0].textContent;
    const { hours } = JSON.parse(form.dataset.texts);
    byId("hours-summary").textContent = hours.replace("{start}", text("quiet_hours_start")).replace("{end}", text("quiet_hours_end")).replace("{cap}", form.elements.daily_cap.value);
  };
  form.addEventListener("change", show);
  show();
}

const setup = byId("setup");
if (setup) {
  const texts = JSON.parse(setup.dataset.texts);
  watchForPerson(setup.dataset.token);
  const forget = keepDraft(setup);
  enhanceProof(setup, texts);
  enhanceLink(setup, texts);
  enhanceForecast(setup);
  enhanceChoices(setup);
  enhanceSave(setup, texts, forget);
  forgetProblems(setup);
}
const settings = byId("settings");
if (settings) {
  enhanceLink(settings, JSON.parse(settings.dataset.texts));
  forgetProblems(settings);
}
