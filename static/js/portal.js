// The portal's comforts. Every page is a plain form first and works without any of this.
import { start as startAutosave } from "./autosave.js";
import { start as startBudget } from "./budget.js";
import { start as startCountdown } from "./countdown.js";
import { start as startDialog } from "./dialog.js";
import { start as startFiles } from "./files.js";
import { start as startGuard } from "./guard.js";
import { start as startLocalTime } from "./localtime.js";
import { start as startMenus } from "./menu.js";
import { start as startPoll } from "./poll.js";
import { start as startPresence } from "./presence.js";
import { start as startRows } from "./rows.js";
import { start as startScore } from "./score.js";
import { start as startShown } from "./shown.js";
import { start as startSplit } from "./split.js";
import { start as startTarget } from "./target.js";
import { tell } from "./touched.js";
import { start as startWords } from "./words.js";

startMenus();
document.querySelector("[data-errors]")?.focus();
for (const tab of document.querySelectorAll(".gp-tabs [aria-current]")) {
  const row = tab.closest(".gp-tabs"); // the tab one stands on is in sight, also on a narrow screen
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

const parts = [
  ["[data-words]", startWords],
  ["[data-rows]", startRows],
  ["[data-shown-if]", startShown],
  ["form[data-guard]", startGuard],
  ["form[data-autosave]", startAutosave],
  ["form[data-budget]", startBudget],
  ["[data-score]", startScore],
  ["[data-split]", startSplit],
  ["[data-countdown]", startCountdown],
  ["[data-local-time]", startLocalTime],
  ["input[type=file][data-largest]", startFiles],
  ["[data-poll]", startPoll],
  ["[data-open]", startDialog],
  ["[data-presence]", startPresence],
];
for (const [selector, start] of parts) document.querySelectorAll(selector).forEach(start);
startTarget();
tell(document.querySelectorAll("form[data-guard]"));
