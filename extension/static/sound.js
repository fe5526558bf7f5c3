// What the welcome page plays, for src/pages/welcome/play.rs. Both resolve when the sound is over.

const until = (source) => new Promise((over) => source.addEventListener("ended", over, { once: true }));

// Three soft notes, a second and a half in all.
export const notes = async () => {
  const context = new AudioContext();
  const volume = new GainNode(context, { gain: 0.25 });
  volume.connect(context.destination);
  await context.resume();
  let last;
  for (const [at, frequency] of [[0, 440], [0.5, 554], [1, 659]]) {
    last = new OscillatorNode(context, { frequency });
    last.connect(volume);
    last.start(context.currentTime + at);
    last.stop(context.currentTime + at + 0.45);
  }
  await until(last);
  await context.close();
};

// The practice question, spoken after a second: by then the program has opened what it hears by.
export const question = async () => {
  const context = new AudioContext();
  const file = await fetch("question.wav");
  const source = new AudioBufferSourceNode(context, { buffer: await context.decodeAudioData(await file.arrayBuffer()) });
  source.connect(context.destination);
  await context.resume();
  source.start(context.currentTime + 1);
  await until(source);
  await context.close();
};
