// Loads the page again when a document is there. The address answers 200 with {"ready": true}, or
// with the document itself; anything else means "not yet".
const TRIES = 60;

async function isReady(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (answer.status !== 200) return false;
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  return isJson ? (await answer.json()).ready === true : true;
}

export function start(element) {
  let tries = 0;
  const ask = async () => {
    tries += 1;
    if (await isReady(element.dataset.poll).catch(() => false)) location.reload();
    else if (tries < TRIES) setTimeout(ask, Math.min(1500 + tries * 250, 6000));
  };
  setTimeout(ask, 1000);
}
