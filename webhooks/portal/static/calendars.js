// Follows a look at the calendars, and shows at once what a choice would bring; every form works without it.
"use strict";

const cardOf = (page, id) => page.getElementById(id);

async function readPage(path, options) {
  const answer = await fetch(path, { headers: { Accept: "text/html" }, credentials: "same-origin", ...options });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// A look takes some seconds: ask until it is done, for three minutes.
async function follow(card) {
  for (let tries = 0; tries < 60; tries += 1) {
    await new Promise((done) => setTimeout(done, 1500 + tries * 50));
    if (document.visibilityState === "hidden") continue;
    try {
      const fresh = cardOf(await readPage("/portal/calendars"), card.id);
      if (!fresh) return;
      if (fresh.dataset.look !== "pending") {
        card.replaceWith(fresh);
        enhance(fresh);
        return;
      }
    } catch { /* the connection may come back */ }
  }
}

function enhance(card) {
  if (card.dataset.look === "pending") follow(card);
  const form = card.querySelector("form.chooser");
  if (!form) return;
  form.querySelector("[value=preview]").hidden = true;
  let latest = 0;
  form.addEventListener("change", async () => {
    latest += 1;
    const mine = latest;
    const body = new URLSearchParams(new FormData(form));
    body.append("action", "preview");
    try {
      const page = await readPage(form.getAttribute("action"), { method: "POST", body });
      const shown = cardOf(page, card.id)?.querySelector(".foreseen");
      if (shown && mine === latest) form.querySelector(".foreseen").replaceWith(shown);
    } catch {
      form.querySelector("[value=preview]").hidden = false;
    }
  });
}

for (const card of document.querySelectorAll("[data-look]")) enhance(card);
