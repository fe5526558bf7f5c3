// Captures one tab's sound, plays it on, and sends it to the hub in pieces. The address holds the number of the
// attempt and the browser's token for the tab. The port is the life of this document, and with it of the capture.
const [, attempt, stream] = location.hash.match(/^#(\d+)\.(.+)$/) ?? [];
const port = chrome.runtime.connect({ name: `ear ${attempt}` });
const say = (message) => port.postMessage(JSON.stringify(message));
port.onDisconnect.addListener(() => close());

async function capture() {
  const tab = { mandatory: { chromeMediaSource: "tab", chromeMediaSourceId: stream } };
  const sound = await navigator.mediaDevices.getUserMedia({ audio: tab });
  sound.getAudioTracks()[0].onended = () => say("stopped");

  // A captured tab is mute: the user hears what is played here, at the speakers' own rate.
  const aloud = new AudioContext({ latencyHint: "interactive" });
  aloud.createMediaStreamSource(sound).connect(aloud.destination);

  const ear = new AudioContext({ sampleRate: 16000 });
  await ear.audioWorklet.addModule("ear_worklet.js");
  const mono = { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" };
  const worklet = new AudioWorkletNode(ear, "ear", mono);
  worklet.port.onmessage = ({ data }) => say({ sound: btoa(String.fromCharCode(...new Uint8Array(data))) });
  ear.createMediaStreamSource(sound).connect(worklet);
  await Promise.all([aloud.resume(), ear.resume()]);
}

capture().catch((error) => {
  console.warn("the tab is not captured:", error);
  say("refused");
});
