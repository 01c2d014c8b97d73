// A link to a field puts the cursor into it; a link to a group of choices puts it on the first of them.
const FIELDS = "input:not([type=hidden]), select, textarea";

function go() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || target === document.activeElement) return;
  const field = target.matches("fieldset") ? target.querySelector(FIELDS) : target;
  if (field?.matches(FIELDS)) field.focus();
}

export function start() {
  addEventListener("hashchange", go);
  addEventListener("load", () => setTimeout(go)); // only after the browser itself has looked for the target
}
