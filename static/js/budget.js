// Totals while typing. A preview in whole cents; the server calculates again and wins.
const SCALE = 4;

// What the server reads, and nothing else (portal/core/money.py): the tests feed one table to both.
const LARGEST = 9999999999n;
const SPACE = "[ \u00a0\u202f\u2009]";
const EDGES = /^[ \u00a0\u202f\u2009\t\r\n]+|[ \u00a0\u202f\u2009\t\r\n]+$/g;
const DOUBTFUL = /^(?!0[.,])[0-9]{1,3}[.,][0-9]{3}$/; // one thousand, or one and a bit? the server asks
const FORMS = [
  /^([0-9]+)(?:[.,]([0-9]+))?$/,
  new RegExp(`^([0-9]{1,3}(?:${SPACE}[0-9]{3})+)(?:[.,]([0-9]+))?$`),
  /^([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)$/,
  /^([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)$/,
  /^([0-9]{1,3}(?:,[0-9]{3}){2,})()$/,
  /^([0-9]{1,3}(?:\.[0-9]{3}){2,})()$/,
];

// "1 234,5", "1,234.50" or "38" as a whole number of ten-thousandths; null when it is no number.
export function parse(text, places = SCALE) {
  const plain = String(text).replace(EDGES, "");
  if (plain.length > 40 || DOUBTFUL.test(plain)) return null;
  const found = FORMS.map((form) => form.exec(plain)).find(Boolean);
  if (!found) return null;
  const whole = found[1].replace(/[^0-9]/g, ""), fraction = found[2] || "";
  if (fraction.length > places) return null;
  const value = BigInt(whole + fraction.padEnd(SCALE, "0"));
  return value > LARGEST * 10000n ? null : value;
}

const half = (value, unit) => (value + unit / 2n) / unit;
const cents = (text) => half(parse(text, 2) ?? 0n, 100n);

// Units times rate in cents, half up.
export const product = (units, rate) => half((parse(units) ?? 0n) * (parse(rate) ?? 0n), 1000000n);

export function show(value) {
  const sign = value < 0n ? "-" : "";
  const digits = String(value < 0n ? -value : value).padStart(3, "0");
  return `${sign}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2)}`;
}

export function start(form) {
  const lines = () => [...form.querySelectorAll("tr[data-line]")];
  const put = (selector, value) => form.ownerDocument.querySelectorAll(selector).forEach((place) => { place.textContent = value; });
  const sumOf = (selector) => [...form.querySelectorAll(selector)].reduce((sum, input) => sum + cents(input.value), 0n);

  const add = () => {
    const heads = new Map([...form.querySelectorAll("[data-head]")].map((place) => [place.dataset.head, 0n]));
    let direct = 0n;
    for (const row of lines()) {
      const total = product(row.querySelector("[data-q]").value, row.querySelector("[data-r]").value);
      row.querySelector("[data-t]").textContent = show(total);
      heads.set(row.dataset.line, (heads.get(row.dataset.line) ?? 0n) + total);
      direct += total;
    }
    heads.forEach((total, head) => put(`[data-head="${head}"]`, show(total)));
    const total = direct + sumOf("[data-indirect]");
    put("[data-direct]", show(direct));
    const { currency } = form.dataset;
    put("[data-total]", `${currency}\u00a0${show(total)}`);
    put("[data-grant]", `${currency}\u00a0${show(total - sumOf("[data-own]"))}`);
  };

  // Enter goes to the same field of the next line; Ctrl+Enter adds a line under this heading.
  const move = (event) => {
    const row = event.target.closest("tr[data-line]");
    if (event.key !== "Enter" || !row) return;
    const name = ["data-q", "data-r", "data-desc", "data-unit"].find((mark) => event.target.hasAttribute(mark));
    if (event.ctrlKey || event.metaKey) form.querySelector(`[data-add="${row.dataset.line}"]`)?.click();
    else if (event.target.matches("textarea") || !name) return;
    else lines()[lines().indexOf(row) + 1]?.querySelector(`[${name}]`)?.focus();
    event.preventDefault();
  };

  // A blank line below the last one of this heading, made like that one; null when there are 100.
  const newWord = () => form.querySelector("[data-pasted]").dataset.wordsNew;
  const grow = (last) => {
    const numbers = lines().map((row) => Number(row.dataset.number));
    if (numbers.length >= 100) return null;
    const number = Math.max(...numbers) + 1, code = last.querySelector(".gp-no").textContent;
    const row = last.cloneNode(true);
    row.dataset.number = number;
    row.querySelectorAll(".gp-error, .gp-remark").forEach((place) => place.remove());
    for (const place of row.querySelectorAll("[id], [name], [for], [value], [aria-label]")) {
      for (const name of ["id", "name", "for"]) {
        const old = place.getAttribute(name);
        if (old) place.setAttribute(name, old.replace(/lines-\d+/, `lines-${number}`));
      }
      place.removeAttribute("aria-invalid");
      if (place.ariaLabel) place.ariaLabel = place.ariaLabel.replace(code, newWord());
      if (place.matches("textarea, input, [name$=activity]")) place.value = place.name.endsWith("persons") ? "1" : "";
    }
    row.querySelector(".gp-no").textContent = newWord();
    row.querySelector("button[name=action]")?.setAttribute("value", `remove-${number}`);
    last.after(row);
    return row;
  };

  // Cells copied from a spreadsheet fill the lines from here: description, unit, units, rate. Lines
  // that are missing are added; what is no number stays as it was copied and is named.
  const fill = (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n+$/, "");
    const row = event.target.closest("tr[data-line]");
    if (!row || !(text.includes("\t") || (text.includes("\n") && !event.target.matches("textarea")))) return;
    event.preventDefault();
    const heading = row.dataset.line;
    const rows = lines().filter((line) => line.dataset.line === heading);
    const marks = ["data-desc", "data-unit", "data-q", "data-r"];
    const first = Math.max(marks.findIndex((mark) => event.target.hasAttribute(mark)), 0);
    const refused = [];
    let filled = 0;
    text.split("\n").forEach((copied, down) => {
      const at = rows.indexOf(row) + down;
      const line = rows[at] ?? (rows[at] = rows[at - 1] ? grow(rows[at - 1]) : null);
      if (!line) { refused.push(copied.replaceAll("\t", " ")); return; }
      filled += 1;
      copied.split("\t").forEach((cell, across) => {
        const mark = marks[first + across], value = cell.trim();
        const field = mark && line.querySelector(`[${mark}]`);
        if (!field) { if (value) refused.push(value); return; }
        const old = field.value;
        field.value = value;
        if (field.matches("select") && field.value !== value) { field.value = old; refused.push(value); return; }
        if (field.value !== value || (["data-q", "data-r"].includes(mark) && value && parse(value) === null)) refused.push(value);
      });
    });
    tell(filled, refused);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const tell = (filled, refused) => {
    const place = form.querySelector("[data-pasted]");
    if (!place) return;
    const words = [`${filled} ${place.dataset.wordsLines}`];
    if (refused.length) words.push(`${place.dataset.wordsRefused} ${refused.map((cell) => `“${cell}”`).join(", ")}`);
    place.textContent = words.join(" ");
    place.hidden = false;
  };

  // A message of the page before goes as soon as its field is changed; the next save checks again.
  const forget = (event) => {
    const field = event.target;
    if (!field.id || !field.hasAttribute("aria-invalid")) return;
    field.removeAttribute("aria-invalid");
    form.ownerDocument.getElementById(`${field.id}-error`)?.remove();
  };

  form.addEventListener("input", add);
  form.addEventListener("input", forget);
  form.addEventListener("keydown", move);
  form.addEventListener("paste", fill);
  form.addEventListener("change", (event) => {
    const value = event.target.matches("[data-r], [data-indirect], [data-own]") ? parse(event.target.value) : null;
    if (value !== null && value % 100n === 0n) event.target.value = show(value / 100n); // 0.0125 stays as it is
  });
}
