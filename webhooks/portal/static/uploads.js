// Shows how far a visit list has come while it is sent, read and taken in; the forms work without it.
"use strict";

const count = (number) => number.toLocaleString(document.documentElement.lang === "es" ? "es-US" : "en-US");

// Each step moves the bar by its share, so that it never goes back.
function showProgress(form, steps, { step, done, of }) {
  const bar = form.querySelector("progress");
  if (bar.hidden) {
    bar.hidden = false;
    bar.scrollIntoView({ block: "nearest" });
  }
  bar.value = ([...steps.keys()].indexOf(step) + done / of) / steps.size;
  say(form.querySelector(".state"), steps.get(step).replace("{done}", count(done)).replace("{of}", count(of)));
}

function showPage(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  byId("main").replaceWith(page.getElementById("main"));
  followUploads();
  const title = document.querySelector("main h1");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// The answer is the last whole line; anything else is a page of its own.
function answerOf(request) {
  if (!request.getResponseHeader("Content-Type").startsWith("application/x-ndjson")) return { status: request.status, html: request.responseText };
  const last = request.responseText.trimEnd().split("\n").pop();
  return (last.startsWith('{"answer"') && JSON.parse(last).answer) || { status: 503 };
}

function followUpload(form) {
  const { busy, failed, ...told } = JSON.parse(form.dataset.upload);
  const steps = new Map(told.steps);
  const button = form.querySelector("button");
  const fail = () => {
    form.querySelector("progress").hidden = true;
    say(form.querySelector(".state"), failed, "bad");
    button.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/x-ndjson, text/html");
    if (steps.has("sending")) request.upload.onprogress = ({ loaded, total }) => showProgress(form, steps, { step: "sending", done: Math.ceil(loaded / 1024), of: Math.ceil(total / 1024) });
    request.onprogress = () => {
      const line = request.responseText.split("\n").at(-2) || "";
      if (line.startsWith('{"progress"')) showProgress(form, steps, JSON.parse(line).progress);
    };
    request.onload = () => {
      const { status, location: address, html } = answerOf(request);
      if (address) location.assign(address);
      else if (status >= 500 || !html) fail();
      else showPage(html);
    };
    request.onerror = fail;
    button.disabled = true;
    say(form.querySelector(".state"), busy);
    request.send(form.enctype.startsWith("multipart") ? fields : new URLSearchParams(fields));
  });
}

function followUploads() {
  for (const form of document.querySelectorAll("form[data-upload]")) followUpload(form);
}

followUploads();
addEventListener("pageshow", ({ persisted }) => persisted && document.querySelector("form[data-upload]") && location.reload());
