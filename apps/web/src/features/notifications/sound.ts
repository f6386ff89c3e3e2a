let context: AudioContext | null = null;

/** Two short tones, made here: no file to load. Silent until somebody has touched the page. */
export function chime(): void {
  try {
    context ??= new AudioContext();
    if (context.state !== 'running') {
      // Browsers let a page sound only after a touch; then the next one is heard.
      void context.resume().catch(() => {});
      if (navigator.userActivation?.hasBeenActive !== true) return;
    }
    const start = context.currentTime + 0.02;
    tone(context, 784, start);
    tone(context, 1047, start + 0.11);
  } catch {
    // No sound device.
  }
}

function tone(audio: AudioContext, frequency: number, at: number): void {
  const wave = audio.createOscillator();
  const volume = audio.createGain();
  wave.type = 'sine';
  wave.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.12, at + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.28);
  wave.connect(volume).connect(audio.destination);
  wave.start(at);
  wave.stop(at + 0.3);
}
