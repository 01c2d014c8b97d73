// Who else is in this section: asked every 5 s while somebody works at the page. Whoever does nothing for
// five minutes is not asked for, so that an open page keeps nobody signed in.
const EVERY = 5000;
const IDLE = 300000;

export function start(line) {
  const token = document.querySelector("input[name=csrf_token]")?.value;
  let active = Date.now();
  for (const kind of ["keydown", "pointerdown", "scroll"]) addEventListener(kind, () => { active = Date.now(); }, { passive: true });

  const show = (words) => {
    if (line.textContent !== words) line.textContent = words;
    line.hidden = !words;
  };
  const later = () => setTimeout(ask, EVERY);
  async function ask() {
    if (document.hidden || Date.now() - active > IDLE) return later();
    const body = new URLSearchParams({ csrf_token: token });
    const answer = await fetch(line.dataset.presence, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer) return later(); // the line is down: others are asked for when it is back
    const told = answer.status === 200 ? await answer.json() : { words: "", again: false };
    show(told.words);
    return told.again ? later() : undefined;
  }
  if (token) ask();
}
