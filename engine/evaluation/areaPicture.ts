// Picture of the paper: predicted nuclei on black in hues of log2 of predicted over true area, in the colours of the reference
// (HelperFunctions.py): positive nuclei red, negative ones blue, dark if too large, pale if too small, yellow without a true
// partner. True nuclei that nothing was predicted for are outlined in yellow, which the reference leaves out.

import type { Raster, Rgb } from '../protocol/raster.js';
import { areaRatios } from './areaRatios.js';
import type { Components } from './components.js';
import { contourPixels, sampledLabels, type Size } from './drawLabels.js';

export interface NucleiOfClass {
  readonly colour: 'red' | 'blue';
  readonly truth: Components;
  readonly predicted: Components;
}

const YELLOW: Rgb = [255, 255, 0];
/** Ratios up to √2 in either direction have the full colour. */
const NEAR = 0.5;

/**
 * @param classes several may have the same truth, such as labels without classes: then a nucleus is missed if all miss it
 * @param drawn size of the picture; smaller than `size`, labels are sampled, and areas stay those of all pixels
 */
export function areaPicture(classes: readonly NucleiOfClass[], size: Size, drawn: Size = size): Raster {
  const { width, height } = drawn;
  const data = new Uint8Array(3 * width * height);
  const missed = new Map<Components, Uint8Array>();
  for (const { colour, truth, predicted } of classes) {
    const { log2, isMissed } = areaRatios(truth, predicted);
    const others = missed.get(truth);
    missed.set(truth, others ? isMissed.map((value, label) => value & others[label]!) : isMissed);
    const colours = Array.from(log2, (value) => colourOf(value, colour));
    sampledLabels(predicted.labels, size, drawn).forEach((label, i) => {
      if (label !== 0) data.set(colours[label]!, 3 * i);
    });
  }
  for (const [truth, isMissed] of missed) {
    const labels = sampledLabels(truth.labels, size, drawn);
    for (const i of contourPixels(labels, drawn)) if (isMissed[labels[i]!] === 1) data.set(YELLOW, 3 * i);
  }
  return { width, height, channels: 3, data };
}

/** Colour of a ratio; NaN: there is no partner. */
export function colourOf(log2: number, colour: NucleiOfClass['colour']): Rgb {
  if (Number.isNaN(log2)) return YELLOW;
  const part = Math.trunc(127.5 / Math.max(NEAR, Math.abs(log2)));
  const [full, rest] = log2 > NEAR ? [part, 0] : log2 < -NEAR ? [255, 255 - part] : [255, 0];
  return colour === 'red' ? [full, rest, rest] : [rest, rest, full];
}
