// The portal's comforts. Every page is a plain form first and works without any of this.
import { start as startMenus } from "./menu.js";

const all = (selector) => document.querySelectorAll(selector);

startMenus();
document.querySelector("[data-errors]")?.focus();

// Only what the page needs is loaded.
const parts = [
  ["[data-words]", "./words.js"],
  ["form[data-guard]", "./guard.js"],
  ["form[data-autosave]", "./autosave.js"],
  ["form[data-budget]", "./budget.js"],
  ["[data-score]", "./score.js"],
  ["[data-split]", "./split.js"],
  ["[data-countdown]", "./countdown.js"],
  ["[data-poll]", "./poll.js"],
  ["[data-open]", "./dialog.js"],
];
for (const [selector, file] of parts) {
  const found = all(selector);
  if (found.length) import(file).then((part) => found.forEach((element) => part.start(element)));
}
