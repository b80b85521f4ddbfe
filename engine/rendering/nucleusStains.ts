// Stain of each nucleus: how much hematoxylin and DAB, and which nuclei are positive.

import type { Random } from '../random/random.js';
import { noise } from './field.js';
import type { Look } from './look.js';
import type { Scene } from './scene.js';

/** Entry 0 is the background's and stays 0. Densities are means over a nucleus. */
export interface NucleusStains {
  readonly positive: Uint8Array;
  readonly hematoxylin: Float64Array;
  readonly dab: Float64Array;
}

/** A nucleus with less DAB above that of its surroundings could not be told from a negative one. */
const LEAST_DAB = 0.2;
/** Negative nuclei take up to this much, unspecific. */
const MOST_DAB_OF_NEGATIVES = 0.08;

export function drawStains(scene: Scene, look: Look, random: Random): NucleusStains {
  const positive = choosePositive(scene, look, random);
  const [hematoxylin, dab] = [new Float64Array(scene.count + 1), new Float64Array(scene.count + 1)];
  for (let nucleus = 1; nucleus <= scene.count; nucleus++) {
    const own = look.hematoxylin * Math.exp(look.hematoxylinSpread * random.normal());
    const isPositive = positive[nucleus] === 1;
    hematoxylin[nucleus] = isPositive ? own * look.counterstainOfPositives : own;
    dab[nucleus] = isPositive
      ? Math.max(LEAST_DAB + look.background.dab, look.dab * Math.exp(look.dabSpread * random.normal()))
      : MOST_DAB_OF_NEGATIVES * random.uniform();
  }
  return { positive, hematoxylin, dab };
}

/** The nuclei with the highest numbers of a smooth field and of chance, mixed by the look's clustering. */
function choosePositive(scene: Scene, look: Look, random: Random): Uint8Array {
  const field = noise(scene, 60 + 100 * random.uniform(), random);
  const places = centres(scene);
  const order = Array.from({ length: scene.count }, (_, i) => {
    const at = places[i + 1]!;
    const mixed = look.clustering * field[at]! + (1 - look.clustering) * random.normal();
    return { nucleus: i + 1, mixed };
  }).sort((a, b) => b.mixed - a.mixed);
  const positive = new Uint8Array(scene.count + 1);
  for (const { nucleus } of order.slice(0, Math.round(look.positiveShare * scene.count)))
    positive[nucleus] = 1;
  return positive;
}

/** Pixel near the middle of each nucleus: the median of its pixels in scan order. */
function centres({ labels, count }: Scene): Int32Array {
  const areas = new Int32Array(count + 1);
  for (const label of labels) areas[label]!++;
  const seen = new Int32Array(count + 1);
  const middle = new Int32Array(count + 1);
  labels.forEach((label, i) => {
    if (seen[label] === areas[label]! >> 1) middle[label] = i;
    seen[label]!++;
  });
  return middle;
}
