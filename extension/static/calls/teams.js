// What Microsoft Teams' page says of its call: by the ids of its controls, which the small window of a call has as well, and
// by the state that the microphone's button names.
(globalThis.convoallyCalls ??= []).push({
  at: /^teams\.((microsoft|live)\.com|cloud\.microsoft)$/,
  changes: ["data-state", "data-track-action-scenario", "data-testid"],

  look([page]) {
    // Teams leaves hidden controls of a call in the page that is over.
    const shown = (selector) => [...page.querySelectorAll(selector)].find((it) => it.getClientRects().length > 0);
    const lobby = page.querySelector('[data-tid="calling-lobby-screen"]');
    if (!lobby && shown('#hangup-button, [data-tid="hangup-main-btn"], [data-inp="hangup-button"]')) {
      const muted = this.muted(shown('#microphone-button, [data-inp="microphone-button"], #mic-button'));
      const title = page.querySelector('[data-tid="call-title"], [data-tid="call-monitor-title"]');
      return { in_call: true, muted, title: title?.textContent };
    }
    const screens = '[data-tid="calling-prejoin-screen"], [data-tid="calling-connecting-screen"]';
    const before = lobby ?? page.querySelector(`[data-tid="prejoin-join-button"], ${screens}`);
    return { in_call: before ? false : null };
  },

  // By its state, by what pressing it would do, or by its icon: no build of Teams names all three. A live microphone is
  // drawn with its volume.
  muted(microphone) {
    const icon = microphone?.querySelector('[data-testid^="ubar-mic-"]');
    const said = [microphone?.dataset.state, microphone?.dataset.trackActionScenario, icon?.dataset.testid];
    const says = (...known) => said.some((it) => known.includes(it));
    if (says("mic-off", "callUnmuteAudio", "ubar-mic-off-icon", "ubar-mic-prohibited-icon")) return true;
    return says("mic", "mic-volume-renderer", "callMuteAudio", "ubar-mic-on-icon") ? false : null;
  },
});
