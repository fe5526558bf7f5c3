// Where else the panel can be. Firefox has neither of these.
export const has_own_window = () => "documentPictureInPicture" in window;
export const has_side_panel = () => Boolean(chrome.sidePanel?.open);

// Called while a button is pressed: the browser opens a side panel at no other time.
export const open_side_panel = (tab) => {
  chrome.sidePanel.open({ tabId: tab }).catch((error) => console.warn("the side panel did not open:", error));
};
