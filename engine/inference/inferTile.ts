// One tile through the model: translations, segmentations, and their weighted sum (paper, fig. 1; docs/reference.md 6.1).

import type { Planes } from '../backends/backend.js';
import type { CombinedMap, Step } from '../deepliif/plan.js';
import type { Control } from '../protocol/progress.js';
import { yieldToEventLoop } from '../control/cancel.js';
import type { LoadedModel } from './loadedModel.js';

/**
 * All images of the plan for one tile, as float32 planes (3, tilePx, tilePx) in [-1, 1]: the networks feed each other
 * with unquantised tensors, as in the reference.
 *
 * `inputs`: input name → planes. Two networks per lane of the backend are under way, so that a lane that ends early
 * has its next one waiting.
 */
export async function inferTile(
  model: LoadedModel,
  inputs: ReadonlyMap<string, Planes>,
  control: Control = {},
): Promise<ReadonlyMap<string, Planes>> {
  const images = new Map(inputs);
  const waiting = new Set(model.plan.steps);
  const running = new Set<Promise<void>>();

  const start = (step: Step) => {
    waiting.delete(step);
    const input = concatenate(step.reads.map((name) => images.get(name)!));
    const run = model.networks
      .get(step.name)!
      .run(input)
      .then((output) => void images.set(step.name, output))
      .finally(() => running.delete(run));
    running.add(run);
  };

  try {
    while (waiting.size > 0 || running.size > 0) {
      await yieldToEventLoop(control);
      for (const step of waiting)
        if (running.size < 2 * model.lanes && step.reads.every((name) => images.has(name))) start(step);
      // All may have ended while other code ran, and Promise.race of no promises never settles.
      if (running.size > 0) await Promise.race(running);
    }
  } finally {
    // A network that still runs must end before its model may be disposed.
    await Promise.allSettled(running);
  }
  for (const map of model.plan.maps) images.set(map.name, combine(map, images));
  return images;
}

/** Σ weight · map over the segmentation generators, in float32 and in their order. */
export function combine(map: CombinedMap, images: ReadonlyMap<string, Planes>): Planes {
  const first = images.get(map.terms[0]!.step)!;
  const data = new Float32Array(first.data.length);
  for (const { step, weight } of map.terms) {
    const term = images.get(step)!.data;
    const weight32 = Math.fround(weight);
    for (let i = 0; i < data.length; i++) data[i] = data[i]! + Math.fround(weight32 * term[i]!);
  }
  return { ...first, data };
}

/** Planes of the same size, one after the other on the channel axis. */
export function concatenate(images: readonly Planes[]): Planes {
  if (images.length === 1) return images[0]!;
  const { height, width } = images[0]!;
  const channels = images.reduce((sum, image) => sum + image.channels, 0);
  const data = new Float32Array(channels * height * width);
  let offset = 0;
  for (const image of images) {
    data.set(image.data, offset);
    offset += image.data.length;
  }
  return { channels, height, width, data };
}
