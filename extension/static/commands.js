// Which keys the browser has for a command right now. It tells nobody when they change.
export const askKeys = async (name, tell) => {
  const all = await chrome.commands.getAll();
  tell(all.find((command) => command.name === name)?.shortcut ?? "");
};
