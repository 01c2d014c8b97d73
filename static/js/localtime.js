// A deadline on the reader's own clock, when that shows something else than the clock of the call.
const SHOWN = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

function shown(moment, timeZone) {
  const parts = new Intl.DateTimeFormat("en-GB", { ...SHOWN, timeZone }).formatToParts(moment);
  const of = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${of.day} ${of.month} ${of.year}, ${of.hour}:${of.minute}`;
}

export function start(line) {
  const moment = new Date(line.dataset.localTime);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const local = shown(moment, zone);
  if (local === shown(moment, line.dataset.zone)) return;
  line.textContent = `${line.dataset.words} ${local} (${zone})`;
  line.hidden = false;
}
