// The score sheet: running totals, and keys that work only inside it: digits, J and K, R, C, Ctrl+Enter.
export function start(sheet) {
  const criteria = [...sheet.querySelectorAll(".gp-crit")];
  const given = (crit) => crit.querySelector("input:checked");
  const points = (crit) => Number(given(crit)?.value || 0) * Number(crit.dataset.w);
  const put = (selector, value) => {
    const place = document.querySelector(selector);
    if (place) place.textContent = value;
  };

  const add = () => {
    put("[data-total]", criteria.reduce((sum, crit) => sum + points(crit), 0));
    put("[data-left]", criteria.filter((crit) => !given(crit)).length);
    for (const section of sheet.querySelectorAll("[data-section]")) {
      const inside = [...section.querySelectorAll(".gp-crit")];
      if (inside.some(given)) {
        section.querySelector("[data-sub]").textContent = inside.reduce((sum, crit) => sum + points(crit), 0);
      }
    }
  };

  const go = (crit) => {
    if (!crit) return;
    crit.closest("details").open = true;
    (given(crit) || crit.querySelector("input")).focus();
  };

  const choose = (crit, value) => {
    const input = crit.querySelector(`input[value="${value}"]`);
    if (!input) return; // no mark of this call
    input.checked = true;
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    explain(crit);
    add();
  };

  // The lowest scores and the highest need a reason: its field opens.
  const explain = (crit) => {
    const reason = crit?.nextElementSibling;
    if (reason?.matches("[data-reason]") && crit.dataset.explained.split(" ").includes(given(crit)?.value)) reason.open = true;
  };

  sheet.addEventListener("change", (event) => {
    explain(event.target.closest(".gp-crit"));
    add();
  });
  sheet.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      sheet.requestSubmit(document.querySelector("[data-next]") || undefined);
      return;
    }
    if (event.target.matches("textarea, select, input[type=text]") || event.altKey || event.ctrlKey || event.metaKey) return;
    const here = event.target.closest(".gp-crit");
    const at = criteria.indexOf(here);
    if (here && /^[0-9]$/.test(event.key)) choose(here, event.key);
    else if (event.key === "j") go(criteria[at + 1]);
    else if (event.key === "k" && at > 0) go(criteria[at - 1]);
    else if (event.key === "c" && here) here.closest("details").querySelector("textarea")?.focus();
    else if (event.key === "r" && here) document.querySelector(here.querySelector("a")?.getAttribute("href") || null)?.scrollIntoView();
    else return;
    event.preventDefault();
  });
  add();
}
