// Follows a calendar that is being connected until it is read; without it the page reloads itself.
"use strict";

const LONGEST = 3 * 60 * 1000;

async function followConnecting() {
  const begun = Date.now();
  while (document.querySelector("[data-under-way]") && Date.now() - begun < LONGEST) {
    await new Promise((done) => setTimeout(done, 1000));
    if (document.visibilityState === "hidden") continue;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.ok) showStates(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* the connection may come back */ }
  }
}

const placeOf = (state) => state.closest("li, section");

// Only what has changed is put in, so that nobody loses their place or a file they have chosen.
function showStates(fresh) {
  for (const shown of document.querySelectorAll("[data-under-way]")) {
    const known = fresh.getElementById(shown.id);
    if (!known || placeOf(known).outerHTML === placeOf(shown).outerHTML) continue;
    placeOf(shown).replaceWith(placeOf(known));
    if (typeof enhance === "function" && known.dataset.look) enhance(known);
  }
  if (!document.querySelector("[data-under-way]")) document.getElementById("notice")?.remove();
}

followConnecting();
