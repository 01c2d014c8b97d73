// Words left in a text. A word is a run of characters that are not white space, as on the server.
export const count = (text) => (text.match(/\S+/g) || []).length;

const noun = (number) => `${number} ${number === 1 ? "word" : "words"}`;

function sentence(left) {
  return left >= 0 ? `${noun(left)} left` : `${noun(-left)} too many`;
}

export function start(area) {
  const line = document.getElementById(`${area.id}-count`);
  if (!line) return;
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  line.after(spoken);
  let pause;
  const show = () => {
    const left = Number(area.dataset.words) - count(area.value);
    line.textContent = sentence(left);
    line.dataset.over = left < 0;
    return line.textContent;
  };
  show();
  area.addEventListener("input", () => {
    const words = show();
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = words; }, 1000); // heard only when they stop
  });
}
