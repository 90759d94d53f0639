// Makes the portal's pages livelier; every form works without it.
"use strict";

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function markStarted(token) {
  const body = JSON.stringify({ token });
  const headers = { "Content-Type": "application/json" };
  fetch("/events/onboarding_started", { method: "POST", headers, body, keepalive: true }).catch(() => {});
}

function watchForPerson(token) {
  let done = false;
  const start = () => {
    if (!done) {
      done = true;
      markStarted(token);
    }
  };
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, start, { once: true, passive: true });
  }
  setTimeout(() => document.visibilityState === "visible" && start(), 3000);
}

async function follow(id, token, status) {
  for (let tries = 0; tries < 40; tries += 1) {
    await pause(1500);
    const answer = await fetch(`/portal/messages/${id}/status`, { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) break;
    const { state, message } = await answer.json();
    status.textContent = message;
    if (state === "delivered" || state === "failed") return;
  }
}

function enhanceProof(form) {
  const { token } = form.dataset;
  const status = document.getElementById("proof-status");
  const button = form.querySelector("button");
  watchForPerson(token);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = "Sending…";
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token, to: form.elements.to.value }),
      });
      const result = await answer.json();
      if (answer.ok) await follow(result.id, token, status);
      else status.textContent = (result.fields && result.fields.to) || result.message;
    } catch {
      status.textContent = "We could not reach the server. Please try again.";
    }
    button.disabled = false;
  });
}

function enhanceUpload(form) {
  const status = document.getElementById("upload-status");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = "Uploading…";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      const result = await answer.json();
      status.textContent = answer.ok
        ? `${result.accepted} taken in, ${result.duplicates} known already, ${result.rejected} not taken. ` +
          result.rejects.slice(0, 5).map((row) => `Line ${row.line}: ${row.reason}`).join(" ")
        : result.message;
    } catch {
      status.textContent = "We could not reach the server. Please try again.";
    }
    button.disabled = false;
  });
}

const proof = document.getElementById("proof");
if (proof) enhanceProof(proof);
const upload = document.getElementById("upload");
if (upload) enhanceUpload(upload);
