// Time left until an instant, by the server's clock: days, then hours, then minutes in the last hour.
const stamp = document.querySelector('meta[name="server-time"]');
const ahead = stamp ? Date.parse(stamp.content) - Date.now() : 0;
const SPOKEN = new Set([60, 15, 5]);

const some = (number, unit) => `${number} ${unit}${number === 1 ? "" : "s"} left`;

export function left(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  if (milliseconds <= 0) return "No time left";
  if (minutes >= 1440) return some(Math.floor(minutes / 1440), "day");
  if (minutes >= 60) return some(Math.floor(minutes / 60), "hour");
  return some(Math.max(minutes, 1), "minute");
}

export function start(element) {
  const until = Date.parse(element.dataset.countdown);
  const speaker = element.closest(".gp-card")?.querySelector("[data-countdown-speak]");
  const tick = () => {
    const rest = until - Date.now() - ahead;
    element.textContent = left(rest);
    if (speaker && SPOKEN.has(Math.ceil(rest / 60000))) speaker.textContent = left(rest);
    if (rest > 0) setTimeout(tick, rest % 60000 + 20); // a moment after the full minute: at it, it still counts
  };
  tick();
}
