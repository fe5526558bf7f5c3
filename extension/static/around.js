// What the pages ask of the browser itself, for src/pages/around.rs.

// Each command with the keys that it has now and those that the manifest suggests.
export const commands = async () => {
  const suggested = chrome.runtime.getManifest().commands ?? {};
  const bound = await chrome.commands.getAll();
  return JSON.stringify(bound.map(({ name, description, shortcut }) => ({
    name,
    description: description ?? "",
    keys: shortcut ?? "",
    suggested: suggested[name]?.suggested_key?.default ?? "",
  })));
};

// Chromium opens its own page for an extension; Firefox has a call, from 137 on.
export const openShortcuts = async () => {
  try {
    if (chrome.commands.openShortcutSettings) await chrome.commands.openShortcutSettings();
    else await chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
    return true;
  } catch {
    return false;
  }
};

export const frontTab = async () => (await chrome.tabs.query({ active: true, currentWindow: true }))[0]?.id;

export const openPages = async (hash) => {
  const url = chrome.runtime.getURL("pages.html");
  // Chromium tells an extension which pages of its own are open; elsewhere a second one is opened.
  const open = (await chrome.runtime.getContexts?.({ contextTypes: ["TAB"] }))?.find(({ documentUrl }) =>
    documentUrl?.startsWith(url));
  if (open) {
    await chrome.tabs.update(open.tabId, { active: true, url: url + hash });
    await chrome.windows.update(open.windowId, { focused: true });
  } else {
    await chrome.tabs.create({ url: url + hash });
  }
  close();
};
