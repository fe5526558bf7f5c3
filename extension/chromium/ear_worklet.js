// Cuts sound into pieces of 80 ms, as 16-bit samples: shorter ones cost more messages, longer ones delay the words.
const PIECE = 0.08 * sampleRate;

class Ear extends AudioWorkletProcessor {
  piece = new Int16Array(PIECE);
  filled = 0;

  process([[samples = []]]) {
    for (const sample of samples) {
      this.piece[this.filled++] = Math.max(-1, Math.min(1, sample)) * 32767;
      if (this.filled < PIECE) continue;
      this.port.postMessage(this.piece.buffer, [this.piece.buffer]);
      this.piece = new Int16Array(PIECE);
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor("ear", Ear);
