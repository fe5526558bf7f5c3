// What Zoom's web client says of its call. The client may stand in a frame of its own within the page, of the same origin.
// Zoom draws on a button what pressing it would do: the icon to unmute means that the microphone is muted.
(globalThis.convoallyCalls ??= []).push({
  at: /(^|\.)zoom\.us$/,
  changes: ["class"],
  elsewhere: /^\/(?!(wc|j|s|w|my|launch)\b)/,
  frames: "iframe#webclient, iframe.pwa-webclient__iframe",

  look(pages) {
    const find = (selector) => pages.map((page) => page.querySelector(selector)).find(Boolean);
    // Whoever pressed it and may think better of it has its options in place of the toolbar.
    const leaving = ".leave-option-container, .leave-meeting-options";
    const icons = '.footer svg[class*="SvgLeave"], .footer svg[class*="SvgEnd"]';
    if (find(`.footer__leave-btn-container, .footer__leave-btn, ${icons}, ${leaving}`)) {
      const microphone = find(".join-audio-container__btn, .join-audio-container");
      const shows = (icon) => Boolean(microphone?.querySelector(icon));
      // Without sound in the browser there is neither: who dialled in by telephone may be heard all the same.
      const live = shows('svg[class*="SvgAudioMute"], .audio-voip-active-icon');
      const muted = shows('svg[class*="SvgAudioUnmute"]') ? true : live ? false : null;
      // The toolbar is there from the moment of joining and in the waiting room, where it counts nobody.
      const count = find("#participant .footer-button__number-counter")?.textContent.trim();
      const people = count || muted !== null || find(".main-layout video-player, .video-avatar__avatar");
      if (count === "0" || !people) return { in_call: count === "0" ? false : null };
      return { in_call: true, muted, title: find(".meeting-info-icon__title")?.textContent };
    }
    const client = /^\/wc\/(.+\/)?(join|start|my)\b/.test(location.pathname);
    const notYet = !client || find(".preview-join-button, #preview-audio-control-button, .wr-information, .wr-leave-btn");
    return { in_call: notYet ? false : null };
  },
});
