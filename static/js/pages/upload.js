// Sends a file with its progress shown. A cut line loses nothing: the chosen file stays, and it is sent again
// until it has arrived. The server knows a file it already has by its content, so a repeat makes no second one.
// Only the pages with document slots load it.
import { renewed } from "../renewed.js";

const WAITS = [2, 5, 10, 20, 30]; // seconds before each further try; then the person decides
const CUT = new Set([0, 408, 502, 503, 504]);
const SIGNED_OUT = new Set([400, 401]);

function element(tag, className, attributes = {}) {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// One try. Answers {status, body}; status 0 when the line was cut.
function sent(form, repeat, onProgress, onStart) {
  return new Promise((resolve) => {
    const body = new FormData(form);
    if (repeat) body.set("again", "1");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", onProgress);
    request.addEventListener("loadend", () => resolve({ status: request.status, body: request.response || {} }));
    onStart(request);
    request.send(body);
  });
}

function start(place) {
  const form = place.closest("form");
  const input = form.querySelector("input[type=file]");
  const submit = form.querySelector("button[type=submit]");
  const say = (name) => (place.getAttribute(`data-words-${name}`) || "").replace("{name}", input.files[0]?.name || "");
  const bar = element("progress", "gp-progress", { max: "100" });
  const line = element("p", "gp-small mb-1", { role: "status" });
  const share = element("span", "gp-small gp-muted", { "aria-hidden": "true" });
  const again = element("button", "gp-btn-link me-3", { type: "button" });
  const stop = element("button", "gp-btn-link", { type: "button" });
  again.textContent = place.dataset.wordsAgain;
  stop.textContent = place.dataset.wordsStop;
  place.append(line, bar, share, element("div", ""));
  place.lastChild.append(again, stop);
  let running = null, timer = null, tries = 0, repeat = false;

  const stay = (event) => event.preventDefault();
  const tell = (name, kind = "") => {
    line.textContent = say(name);
    line.className = `gp-small mb-1${kind ? ` ${kind}` : ""}`;
  };
  const show = (isSending, canAgain) => {
    place.hidden = false;
    bar.hidden = share.hidden = !isSending;
    again.hidden = !canAgain;
    stop.hidden = false;
    submit.disabled = true;
    bar.setAttribute("aria-label", line.textContent);
  };
  const rest = () => {
    clearTimeout(timer);
    removeEventListener("beforeunload", stay);
    running = timer = null;
    submit.disabled = false;
    stop.hidden = true;
  };
  const progress = (event) => {
    if (!event.lengthComputable) return;
    const done = Math.floor((100 * event.loaded) / event.total);
    bar.value = done;
    share.textContent = `${done} %`;
    if (done === 100) tell("storing");
  };

  const refused = (message) => { rest(); line.textContent = message; line.className = "gp-error"; bar.hidden = share.hidden = true; again.hidden = true; };

  const cut = () => {
    if (tries >= WAITS.length) { rest(); tell("failed", "gp-error"); bar.hidden = share.hidden = true; again.hidden = false; return; }
    tell("cut");
    show(false, true);
    timer = setTimeout(send, 1000 * WAITS[tries++]);
  };

  async function send() {
    clearTimeout(timer);
    timer = null;
    bar.value = 0;
    share.textContent = "";
    tell("sending");
    show(true, false);
    addEventListener("beforeunload", stay);
    let answer = await sent(form, repeat, progress, (request) => { running = request; });
    if (!running) return; // stopped
    repeat = true;
    if (SIGNED_OUT.has(answer.status) && await renewed(form).catch(() => false)) {
      answer = await sent(form, true, progress, (request) => { running = request; });
      if (!running) return;
    }
    running = null;
    if (answer.status === 200 && answer.body.url) {
      removeEventListener("beforeunload", stay);
      if (new URL(answer.body.url, location.href).pathname === location.pathname) location.reload();
      else location.assign(answer.body.url);
      return;
    }
    if (CUT.has(answer.status)) cut();
    else if (SIGNED_OUT.has(answer.status)) { rest(); tell("signed-out", "gp-error"); bar.hidden = share.hidden = true; again.hidden = false; }
    else refused(answer.body.message || say("refused"));
  }

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    if (running || timer) return;
    tries = 0;
    send();
  });
  input.addEventListener("change", () => { repeat = false; if (!running && !timer) place.hidden = true; });
  again.addEventListener("click", () => { if (!timer) tries = 0; send(); });
  stop.addEventListener("click", () => { const request = running; rest(); request?.abort(); tell("stopped"); bar.hidden = share.hidden = true; again.hidden = false; });
  addEventListener("online", () => { if (timer) send(); });
}

for (const place of document.querySelectorAll("[data-upload]")) start(place);
