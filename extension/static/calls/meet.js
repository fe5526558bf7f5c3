// What Google Meet's page says of its call. Labels are in the user's language, so none is read: Meet's own names of its
// controls and the ligatures of its icon font are the same in all of them.
(globalThis.convoallyCalls ??= []).push({
  at: /^meet\.google\.com$/,
  changes: ["data-is-muted"],
  elsewhere: /^\/(landing|about|settings)?\/?$/,

  look([page]) {
    const microphone =
      page.querySelector('[jsname="hw0c9"][data-is-muted]') ?? this.drawn(page, "[data-is-muted]", "mic", "mic_off");
    const leave = page.querySelector('[jsname="CQylAd"]') ?? this.drawn(page, "button, [role=button]", "call_end");
    // Who waits to be let in has a way to leave already; tiles of people and captions are only there in the call.
    const captions = ["closed_caption", "closed_caption_off", "closed_caption_disabled"];
    const tile = page.querySelector("[data-participant-id][data-tile-media-id]");
    if (leave && (tile || this.drawn(page, "button, [role=button]", ...captions))) {
      const said = microphone?.dataset.isMuted;
      const muted = said === "true" || said === "false" ? said === "true" : null;
      return { in_call: true, muted, title: page.querySelector("[data-meeting-title]")?.dataset.meetingTitle };
    }
    // Waiting, or a call whose people are not seen any more: which of both is not known.
    if (leave) return { in_call: null };
    // The list of meetings; the room before a call, which has a microphone and no way to leave; the page after it.
    const inMeeting = /^\/[a-z]{3}-[a-z]{4}-[a-z]{3}\b/.test(location.pathname);
    const notYet = !inMeeting || microphone || page.querySelector('[jsname="Qx7uuf"], [jsname="r4nke"]');
    return { in_call: notYet ? false : null };
  },

  // The control that one of these icons is drawn on. Tiles of people carry icons, too, and are none.
  drawn(page, control, ...icons) {
    const all = [...page.querySelectorAll(`:is(${control}) :is(i.google-symbols, i.google-material-icons)`)];
    return all.find((icon) => icons.includes(icon.textContent.trim()))?.closest(control);
  },
});
