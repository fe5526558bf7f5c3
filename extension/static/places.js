// How the panel stands on each site: the one thing that the extension keeps in the browser.
const OF_SITE = "stance ";

export const remember = (site, text) => {
  chrome.storage.local.set({ [OF_SITE + site]: text }).catch((error) => console.warn("not remembered:", error));
};

export const recall = (recalled) => {
  chrome.storage.local.get(null).then((kept) => {
    const ours = Object.entries(kept).filter(([name]) => name.startsWith(OF_SITE));
    recalled(Object.fromEntries(ours.map(([name, text]) => [name.slice(OF_SITE.length), text])));
  });
};
