// What Microsoft Teams' page says of its call: by the ids of its controls and by the state that the microphone's button names.
(globalThis.convoallyCalls ??= []).push({
  at: /^teams\.((microsoft|live)\.com|cloud\.microsoft)$/,
  changes: ["data-state"],

  look([page]) {
    if (page.querySelector('#hangup-button, [data-tid="hangup-main-btn"], [data-inp="hangup-button"]')) {
      const state = page.querySelector("#microphone-button")?.dataset.state;
      const muted = state === "mic-off" ? true : state === "mic" ? false : null;
      return { in_call: true, muted, title: page.querySelector('[data-tid="call-title"]')?.textContent };
    }
    const before = page.querySelector('[data-tid="prejoin-join-button"], [data-tid="calling-prejoin-screen"]');
    return { in_call: before ? false : null };
  },
});
