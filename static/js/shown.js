// Shows a question when the answer it depends on is given. What is hidden keeps its answer and is sent too;
// the server decides what counts. Without this script every question stands there with its condition.
const isGiven = (field, values) => (!["radio", "checkbox"].includes(field.type) || field.checked) && values.includes(field.value);

export function start(part) {
  const form = part.closest("form"), values = JSON.parse(part.dataset.shownValue);
  const fields = () => [...form.querySelectorAll(`[name="${CSS.escape(part.dataset.shownIf)}"]`)];
  const show = () => {
    part.hidden = !fields().some((field) => isGiven(field, values) && !field.closest("[data-shown-if][hidden]"));
  };
  show();
  for (const kind of ["input", "change"]) form.addEventListener(kind, show);
}
