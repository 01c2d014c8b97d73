// Asks before leaving, but only while something is not saved.
const unsaved = new Set();
const ask = (event) => event.preventDefault();

function mark(form, isUnsaved) {
  unsaved[isUnsaved ? "add" : "delete"](form);
  if (unsaved.size) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}

export function start(form) {
  form.addEventListener("input", () => mark(form, true));
  form.addEventListener("submit", () => mark(form, false));
  form.addEventListener("gp:saved", () => mark(form, false));
}
