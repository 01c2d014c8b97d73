// The words of autosave. They stand in the page (data-words-...), in the reader's language.
const SVG = "http://www.w3.org/2000/svg";
const ICONS = new URL("../img/icons.svg", import.meta.url).pathname;

export function place(form) {
  return form.querySelector("[data-autosave-notes]") || document.querySelector("[data-autosave-notes]");
}

const words = (at, name) => at?.getAttribute(`data-words-${name}`) || "";

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "gp-icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function note(at, kind, name, ...more) {
  if (!at || at.dataset.shown === name) return;
  at.dataset.shown = name;
  const box = element("div", "", `gp-note gp-note-${kind} mb-3`);
  box.setAttribute("role", kind === "bad" ? "alert" : "status");
  const body = document.createElement("div");
  const line = document.createElement("p");
  line.append(element("strong", words(at, name)), ` ${words(at, `${name}-more`)}`);
  body.append(line, ...more);
  box.append(icon(kind === "bad" ? "alert" : "info"), body);
  at.replaceChildren(box);
}

function button(label, act) {
  const made = element("button", label, "gp-btn-link me-3");
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export function clear(at) {
  if (!at) return;
  at.replaceChildren();
  delete at.dataset.shown;
}

export function state(form, kind, time) {
  const line = form.querySelector("[data-save-state]") || document.querySelector("[data-save-state]");
  if (!line || line.dataset.kind === kind + time) return;
  line.dataset.kind = kind + time;
  const text = `${words(place(form), kind)}${time ? ` ${time}` : ""}`;
  line.replaceChildren(...(kind === "saved" ? [icon("check")] : []), text);
}

export const failed = (at) => note(at, "bad", "failed");

// What was typed cannot be kept as it is: the words come from the server, the next change tries again.
export function refused(at, message) {
  if (at?.dataset.shown === message) return;
  note(at, "bad", message, element("p", message));
}

export function signedOut(at) {
  const link = element("a", words(at, "sign-in"));
  link.href = at?.dataset.signIn || "/sign-in";
  link.target = "_blank";
  link.rel = "noopener";
  note(at, "bad", "signed-out", link);
}

export const locked = (at) => note(at, "bad", "locked");

// body.theirs: the newer texts by field, as (label, text) pairs; body.message: who saved, and when.
export function conflict(at, body) {
  const theirs = document.createElement("details");
  theirs.append(element("summary", words(at, "theirs")));
  for (const [label, text] of body.theirs || []) theirs.append(element("h3", label), element("p", text, "gp-answer"));
  const load = element("a", words(at, "load"));
  load.href = location.href;
  note(at, "bad", "conflict", ...(body.message ? [element("p", body.message)] : []), ...(body.theirs ? [theirs] : []), load);
}

export function kept(at, putBack, discard) {
  const done = (act) => () => { act(); clear(at); };
  note(at, "warn", "kept", button(words(at, "restore"), done(putBack)), button(words(at, "discard"), done(discard)));
}
