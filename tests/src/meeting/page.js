// The interviewer's voice. `speak(n)` plays clip n and resolves to the wall clock, in milliseconds since the Unix
// epoch, at which its first sample left the browser. `__spoken` lists every clip with that time.
'use strict';
window.__spoken = [];

const clips = Number(document.documentElement.dataset.clips);
const interviewer = document.getElementById('interviewer');
const context = new AudioContext({ latencyHint: 'interactive' });
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const decoded = Promise.all(
  Array.from({ length: clips }, async (_, n) => {
    const response = await fetch(`/speech/${n}`);
    return context.decodeAudioData(await response.arrayBuffer());
  }),
);

// The sound card's clock at `time` of the context, as wall clock. The smallest of several readings, because a
// reading can be late but never early.
async function wallClockOf(time) {
  const readings = [];
  while (readings.length < 9) {
    const { contextTime, performanceTime } = context.getOutputTimestamp();
    if (contextTime > time) readings.push(performanceTime - (contextTime - time) * 1000);
    await sleep(7);
  }
  const sinceStart = readings.sort((a, b) => a - b)[Math.floor(readings.length / 2)];
  return sinceStart + Date.now() - performance.now();
}

window.speak = async (n) => {
  const buffer = (await decoded)[n];
  await context.resume();
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  const at = context.currentTime + 0.15;
  source.start(at);
  source.onended = () => interviewer.classList.remove('speaking');
  interviewer.classList.add('speaking');
  const started_ms = await wallClockOf(at);
  window.__spoken.push({ clip: n, started_ms });
  return started_ms;
};

// Real meetings keep their output open all the time. So does this one; it also lets the clock settle.
const silence = context.createConstantSource();
silence.offset.value = 0;
silence.connect(context.destination);
silence.start();
decoded.then(() => (document.documentElement.dataset.ready = 'yes'));

const clock = document.getElementById('clock');
const tell = () => (clock.textContent = new Date().toLocaleTimeString('en', { hour: 'numeric', minute: '2-digit' }));
tell();
setInterval(tell, 5000);
