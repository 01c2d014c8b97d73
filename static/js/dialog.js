// Buttons that open a native dialog; hidden until there is a script to open it.
export function start(button) {
  const dialog = document.getElementById(button.dataset.open);
  if (!dialog) return;
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}
