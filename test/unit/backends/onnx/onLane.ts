// ONNX files of steps, run on a lane of their own.

import type { Planes } from '../../../../engine/backends/backend.js';
import type { Lane } from '../../../../engine/backends/onnx/lane.js';
import type { Steps } from '../../../../engine/backends/onnx/step.js';
import { ONNX_OUTPUT, writeSteps, type Style } from '../../../../engine/backends/onnx/writeOnnx.js';
import { uniformNumbers } from '../../../parity/weightFormula.js';

/** Arbitrary but unchanging, in [-1, 1). */
export function planes(channels: number, height: number, width: number): Planes {
  const numbers = uniformNumbers('planes', channels * height * width);
  return { channels, height, width, data: Float32Array.from(numbers, (value) => 2 * value - 1) };
}

export function runSteps(lane: Lane, steps: Steps, style: Style, image: Planes): Promise<Planes> {
  return runFile(lane, writeSteps(steps, style, { doc: '', metadata: {} }), image);
}

export async function runFile(
  lane: Lane,
  file: Uint8Array<ArrayBuffer>,
  { channels, height, width, data }: Planes,
): Promise<Planes> {
  const session = await lane.load(file);
  try {
    const outputs = await lane.run(session, { dims: [1, channels, height, width], data: data.slice() });
    const output = outputs[ONNX_OUTPUT]!; // every file of this engine has it
    const [, c, h, w] = output.dims as [number, number, number, number];
    return { channels: c, height: h, width: w, data: output.data };
  } finally {
    await lane.release(session);
  }
}

/** Largest difference of two images of the same shape; infinite for different shapes. */
export function largestDifference(a: Planes, b: Planes): number {
  const same = a.channels === b.channels && a.height === b.height && a.width === b.width;
  if (!same) return Infinity;
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);
}
