// The split view on a phone: one pane at a time. Without this both follow each other.
export function start(split) {
  const buttons = document.querySelectorAll("[data-show]");
  const show = (pane) => {
    split.dataset.pane = pane;
    buttons.forEach((button) => button.setAttribute("aria-pressed", button.dataset.show === pane));
  };
  document.querySelector(".gp-tabs-mobile").hidden = false;
  show(location.hash === "#score" || split.querySelector(".gp-pane-score .gp-errors") ? "score" : "doc");
  buttons.forEach((button) => button.addEventListener("click", () => show(button.dataset.show)));
  document.querySelectorAll('a[href="#score"]').forEach((link) => link.addEventListener("click", () => show("score")));
  split.querySelectorAll(".gp-crit a").forEach((link) => link.addEventListener("click", () => show("doc")));
}
