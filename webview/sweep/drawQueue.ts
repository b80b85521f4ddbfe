// Queue of drawings: plots are drawn one after the other, as many in a frame as fit, so that a brush answers at once and the
// page stays fluid while the rest follows.

/** Time in a frame after which the others wait for the next one. */
const FRAME_MS = 12;

const waiting = new Set<() => void>();
let frame: number | undefined;

function drawSome(): void {
  frame = undefined;
  const began = performance.now();
  try {
    for (const draw of waiting) {
      waiting.delete(draw);
      draw();
      if (performance.now() - began > FRAME_MS) break;
    }
  } finally {
    // A drawing that fails leaves the others to the next frame.
    if (waiting.size > 0) frame = requestAnimationFrame(drawSome);
  }
}

/** Draws soon; returns how to do without. */
export function drawSoon(draw: () => void): () => void {
  waiting.add(draw);
  frame ??= requestAnimationFrame(drawSome);
  return () => void waiting.delete(draw);
}
