// The panel beside the page, for the overlay and for the popup.
export const hasSidePanel = () => Boolean(chrome.sidePanel?.open);

// Called while something is pressed: the browser opens a side panel at no other time. The popup makes room for it.
export const openSidePanel = (tabId) => {
  const makeRoom = () => location.pathname === "/popup.html" && close();
  chrome.sidePanel.open({ tabId }).then(makeRoom, (error) => console.warn("the side panel did not open:", error));
};
