// Totals while typing. A preview in whole cents; the server calculates again and wins.
const SCALE = 4;

// "1 234,5", "1,234.50" or "38" as a whole number of ten-thousandths; null when it is no number.
export function parse(text) {
  let plain = String(text).replace(/[\s\u00a0\u202f]/g, "");
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
  else if (/^\d{1,3}(\.\d{3})+,\d+$/.test(plain)) plain = plain.replaceAll(".", "");
  const isDoubtful = /^[1-9]\d{0,2}[.,]\d{3}$/.test(plain); // one thousand, or one and a bit? the server asks
  const parts = isDoubtful ? null : /^(\d+)(?:[.,](\d{1,4}))?$/.exec(plain);
  return parts ? BigInt(parts[1] + (parts[2] || "").padEnd(SCALE, "0")) : null;
}

const half = (value, unit) => (value + unit / 2n) / unit;
const cents = (text) => half(parse(text) ?? 0n, 100n);

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
    put("[data-total]", `EUR ${show(total)}`);
    put("[data-grant]", `EUR ${show(total - sumOf("[data-own]"))}`);
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

  // Cells copied from a spreadsheet fill the lines from here: description, unit, units, rate.
  const fill = (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    const row = event.target.closest("tr[data-line]");
    if (!row || !text.includes("\t")) return;
    event.preventDefault();
    const rows = lines().filter((line) => line.dataset.line === row.dataset.line);
    const marks = ["data-desc", "data-unit", "data-q", "data-r"];
    const first = Math.max(marks.findIndex((mark) => event.target.hasAttribute(mark)), 0);
    text.split("\n").forEach((copied, down) => {
      const line = rows[rows.indexOf(row) + down];
      copied.split("\t").forEach((cell, across) => {
        const field = line?.querySelector(`[${marks[first + across]}]`);
        if (field) field.value = cell.trim();
      });
    });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  form.addEventListener("input", add);
  form.addEventListener("keydown", move);
  form.addEventListener("paste", fill);
  form.addEventListener("change", (event) => {
    const value = event.target.matches("[data-r], [data-indirect], [data-own]") ? parse(event.target.value) : null;
    if (value !== null && value % 100n === 0n) event.target.value = show(value / 100n); // 0.0125 stays as it is
  });
}
