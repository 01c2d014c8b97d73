// Signed in again in another tab: this page's token is of the old sign-in. Takes the new one from the server.
export async function renewed(form) {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("input[name=csrf_token]")?.value;
  if (!token || token === form.elements.csrf_token?.value) return false;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  return true;
}
