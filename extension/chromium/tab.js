export const hearsTabs = () => true;

// Opens the ear: the offscreen document that captures one tab's sound. The browser allows one such document, so an
// older one that is still closing goes first.
export async function hear(tab, attempt, refused) {
  try {
    await chrome.offscreen.closeDocument().catch(() => {});
    const stream = await chrome.tabCapture.getMediaStreamId({ targetTabId: tab });
    await chrome.offscreen.createDocument({
      url: `ear.html#${attempt}.${stream}`,
      reasons: ["USER_MEDIA"],
      justification: "Hears the meeting's tab while the user wants it to, and plays it on.",
    });
  } catch (error) {
    console.warn("the tab is not captured:", error);
    // Not from within the call that asked.
    setTimeout(refused);
  }
}
