// What Google Meet's page says of its call. Labels are in the user's language, so none is read: Meet's own names of its
// controls and the ligatures of its icon font are the same in all of them.
(globalThis.convoallyCalls ??= []).push({
  at: /^meet\.google\.com$/,
  changes: ["data-is-muted"],

  look([page]) {
    const microphone = page.querySelector('[jsname="hw0c9"][data-is-muted]') ?? this.drawn(page, "mic", "mic_off");
    if (page.querySelector('[jsname="CQylAd"]') || this.drawn(page, "call_end")) {
      const said = microphone?.dataset.isMuted;
      const muted = said === "true" || said === "false" ? said === "true" : null;
      return { in_call: true, muted, title: page.querySelector("[data-meeting-title]")?.dataset.meetingTitle };
    }
    // The list of meetings; the room before a call, which has a microphone and no way to leave; the page after it.
    const inMeeting = /^\/[a-z]{3}-[a-z]{4}-[a-z]{3}\b/.test(location.pathname);
    const elsewhere = !inMeeting || microphone || page.querySelector('[jsname="Qx7uuf"], [jsname="r4nke"]');
    return { in_call: elsewhere ? false : null };
  },

  // The button that one of these icons is drawn on.
  drawn(page, ...icons) {
    const all = [...page.querySelectorAll("i.google-symbols, i.google-material-icons")];
    return all.find((icon) => icons.includes(icon.textContent.trim()))?.closest("button, [role=button]");
  },
});
