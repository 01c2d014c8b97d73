// Says at once that a file is of a wrong kind or too large, before it is sent over a slow line.
export function start(input) {
  const endings = input.accept.split(",").map((ending) => ending.trim().toLowerCase());
  const place = document.createElement("p");
  place.className = "gp-error";
  place.setAttribute("role", "alert");

  const isGood = (file) => endings.some((ending) => file.name.toLowerCase().endsWith(ending))
    && file.size <= Number(input.dataset.largest);

  input.addEventListener("change", () => {
    const bad = [...input.files].find((file) => !isGood(file));
    place.remove();
    if (bad) {
      place.textContent = `${bad.name}: ${input.dataset.rule}`;
      input.before(place);
      input.value = "";
      input.setAttribute("aria-invalid", "true");
    } else input.removeAttribute("aria-invalid");
  });
}
