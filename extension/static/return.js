// Puts the scripts into meeting tabs that were open before this extension was: after it was installed, updated or turned on
// again, all of which took the panel out of them. Firefox does that by itself, and gives no `scripting` for it.
//
// What the browser keeps for its own run tells a worker that begins anew from one that only slept: it forgets it whenever
// the extension goes. Scripts that are in a page already do nothing there a second time.
const HERE = "in open tabs";

export async function comeBack() {
  if (!chrome.scripting || (await chrome.storage.session.get(HERE))[HERE]) return;
  await chrome.storage.session.set({ [HERE]: true });
  for (const { matches, js } of chrome.runtime.getManifest().content_scripts) {
    for (const { id } of await chrome.tabs.query({ url: matches, discarded: false })) {
      // A page that shows an error takes no script.
      chrome.scripting.executeScript({ target: { tabId: id }, files: js }).catch((error) => console.warn(error));
    }
  }
}
