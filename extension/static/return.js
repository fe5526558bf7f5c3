// Puts the scripts into meeting tabs that were open before this extension was: after its installation, and after an update,
// which took the panel out of them. Firefox does that by itself, and gives no `scripting` for it.
export async function comeBack({ reason }) {
  if (!chrome.scripting || !["install", "update"].includes(reason)) return;
  for (const { matches, js } of chrome.runtime.getManifest().content_scripts) {
    for (const { id } of await chrome.tabs.query({ url: matches, discarded: false })) {
      // A page that shows an error takes no script.
      chrome.scripting.executeScript({ target: { tabId: id }, files: js }).catch((error) => console.warn(error));
    }
  }
}
