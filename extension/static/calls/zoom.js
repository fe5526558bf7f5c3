// What Zoom's web client says of its call. The client may stand in a frame of its own within the page, of the same origin.
// Zoom draws on a button what pressing it would do: the icon to unmute means that the microphone is muted.
(globalThis.convoallyCalls ??= []).push({
  at: /(^|\.)zoom\.us$/,
  changes: ["class"],
  frames: "iframe#webclient, iframe.pwa-webclient__iframe",

  look(pages) {
    const find = (selector) => pages.map((page) => page.querySelector(selector)).find(Boolean);
    if (find('.footer__leave-btn-container, .footer__leave-btn, .footer svg[class*="SvgLeave"]')) {
      const microphone = find(".join-audio-container__btn, .join-audio-container");
      const shows = (icon) => Boolean(microphone?.querySelector(`svg[class*="${icon}"]`));
      // Without sound in the browser there is neither: who dialled in by telephone may be heard all the same.
      const muted = shows("SvgAudioUnmute") ? true : shows("SvgAudioMute") ? false : null;
      return { in_call: true, muted, title: find(".meeting-info-container__meeting-topic, .meeting-topic")?.textContent };
    }
    const client = /^\/wc\//.test(location.pathname);
    const elsewhere = !client || find(".preview-join-button, #preview-audio-control-button, .wr-information, .wr-leave-btn");
    return { in_call: elsewhere ? false : null };
  },
});
