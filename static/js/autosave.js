// Saves while people write: 2 s after the last key and on leaving a field. On failure the text stays in
// the page and in the browser's own store, a red note says so, and we try again every 15 s.
import * as notes from "./notes.js";
import { renewed } from "./renewed.js";
import { touched } from "./touched.js";

const PAUSE = 2000;
const RETRY = 15000;
const SIGNED_OUT = new Set([0, 400, 401]); // 0: sent to the sign-in page

const store = {
  key: (form) => `unsaved:${form.dataset.autosave}`,
  keep: (form, why) => write(store.key(form), JSON.stringify({ why, revision: revision(form), kept: fields(form) })),
  drop: (form) => write(store.key(form), null),
  found: (form) => JSON.parse(read(store.key(form)) || "null"),
};

const revision = (form) => form.elements.revision?.value;

// Text that the server did take is not offered again: a submitted form comes back with a newer revision.
function unsaved(form, now) {
  const { why, revision: old, kept } = store.found(form) || {};
  const isTaken = why === "submitted" && old !== undefined && old !== revision(form);
  return kept && !isTaken && JSON.stringify(kept) !== now ? kept : null;
}

function write(key, text) {
  try {
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch { /* a full or closed store: the text is still in the page */ }
}

function read(key) {
  try { return sessionStorage.getItem(key); } catch { return null; }
}

function fields(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrf_token", "revision"].includes(name));
}

function restore(form, kept) {
  form.dispatchEvent(new CustomEvent("gp:restore", { detail: kept }));
  for (const [name, value] of kept) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value || field.checked;
      else field.value = value;
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

async function send(form) {
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  return { status: answer.status, body: isJson ? await answer.json() : {} };
}

const clock = (moment) => new Date(moment).toLocaleTimeString("en-GB", { timeZone: "Europe/Belgrade" });

export function start(form) {
  const place = notes.place(form);
  let timer, sent = touched(form).length ? "" : JSON.stringify(fields(form)), busy = false, stopped = false, held = null;

  const state = (kind, time = "") => notes.state(form, kind, time);
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
  const isChanged = () => JSON.stringify(fields(form)) !== sent;

  const put = (fragments) => {
    for (const [selector, html] of Object.entries(fragments || {})) {
      const old = document.querySelector(selector);
      if (old && old.outerHTML !== html) old.outerHTML = html; // rendered and escaped by our own server
    }
  };

  const saved = (body, what) => {
    sent = what;
    if (body.revision !== undefined && form.elements.revision) form.elements.revision.value = body.revision;
    put(body.fragments);
    store.drop(form);
    notes.clear(place);
    state("saved", clock(body.saved_at || Date.now()));
    if (!isChanged()) form.dispatchEvent(new CustomEvent("gp:saved"));
    else later(PAUSE);
  };

  const failed = (status, body) => {
    store.keep(form, "failed");
    state("unsaved");
    if (status === 409) { stopped = true; notes.conflict(place, body); return; }
    if (status === 423) { stopped = true; notes.locked(place, body); return; }
    if (status === 422 && body.message) { put(body.fragments); notes.refused(place, body.message); return; }
    if (SIGNED_OUT.has(status)) notes.signedOut(place); else notes.failed(place);
    later(RETRY);
  };

  async function save() {
    clearTimeout(timer);
    if (stopped || busy || !isChanged()) return;
    busy = true;
    const what = JSON.stringify(fields(form));
    state("saving");
    try {
      let { status, body } = await send(form);
      if (status === 400 && await renewed(form)) ({ status, body } = await send(form));
      if (status === 200) saved(body, what); else failed(status, body);
    } catch {
      failed(-1, {});
    }
    busy = false;
    if (held) form.requestSubmit(held.submitter);
  }

  // A form sent while a save is under way waits for it: both would carry the same revision.
  const hold = (event) => {
    if (!busy) return;
    event.preventDefault();
    held = { submitter: event.submitter };
  };

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("focusout", save);
  form.addEventListener("submit", (event) => { stopped = true; clearTimeout(timer); store.keep(form, "submitted"); hold(event); });
  addEventListener("online", save);

  const kept = form.querySelector(".gp-error") ? null : unsaved(form, sent);
  if (kept) {
    notes.kept(place, () => restore(form, kept), () => store.drop(form));
  } else {
    store.drop(form);
  }
}
