// Rows of a table in the form: one more, one less. The server leaves empty rows out and counts again.
export function start(group) {
  const body = group.querySelector("tbody"), more = group.querySelector("button[value^='more:']");
  const rows = () => [...body.rows];
  const cells = (row) => [...row.querySelectorAll("[data-column]")];
  const last = () => Math.max(...rows().map((row) => Number(row.dataset.row)));

  const count = () => {
    rows().forEach((row, place) => {
      row.querySelector("th").textContent = place + 1;
      for (const cell of cells(row)) cell.setAttribute("aria-label", `${cell.dataset.label}, ${group.dataset.rowWord} ${place + 1}`);
      const less = row.querySelector("[data-less]");
      less.setAttribute("aria-label", less.getAttribute("aria-label").replace(/\d+$/, place + 1));
      less.hidden = false;
    });
    more.hidden = body.rows.length >= Number(group.dataset.most);
  };

  const name = (cell, number) => { cell.name = cell.id = `${group.dataset.rows}-${number}-${cell.dataset.column}`; };
  const add = () => {
    const number = last() + 1, row = body.rows[0].cloneNode(true);
    row.dataset.row = number;
    for (const cell of cells(row)) { name(cell, number); cell.value = ""; cell.removeAttribute("value"); cell.removeAttribute("aria-invalid"); }
    row.querySelectorAll("option").forEach((option) => option.removeAttribute("selected"));
    body.append(row);
    count();
    return row;
  };

  const remove = (row) => {
    if (body.rows.length > 1) row.remove();
    else for (const cell of cells(row)) cell.value = "";
    count();
    cells(body.rows[0])[0].focus();
    group.dispatchEvent(new Event("input", { bubbles: true }));
  };

  more.type = "button";
  more.addEventListener("click", () => cells(add())[0].focus());
  body.addEventListener("click", (event) => {
    const less = event.target.closest("[data-less]");
    if (less) remove(less.closest("tr"));
  });
  // Text found in the browser's own store may have more rows than the page.
  group.closest("form").addEventListener("gp:restore", (event) => {
    const sent = event.detail.map(([field]) => field.split("-")).filter(([field]) => field === group.dataset.rows);
    for (const [, number] of sent) while (last() < Number(number) && Number(number) < 200) add();
  });
  count();
}
