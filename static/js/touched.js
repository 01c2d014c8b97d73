// What people wrote before the scripts were there. On a slow line that can be a whole sentence.
const isTouched = (field) => {
  if (["radio", "checkbox"].includes(field.type)) return field.checked !== field.defaultChecked;
  return field.matches("input, textarea") && field.value !== field.defaultValue;
};

export const touched = (form) => [...form.elements].filter(isTouched);

// Tells the parts of the page, once they listen, as if it were written now.
export function tell(forms) {
  for (const field of [...forms].flatMap(touched)) {
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}
