// Varies the strength of stains as laboratories do (Tellez et al., Whole-slide mitosis detection in H&E breast
// histology, IEEE TMI 2018): the amount c of each stain becomes α c + β, α uniform in [1 − s, 1 + s], β uniform in [−s,
// s]. Amounts refer to fixed stain colours (stains.ts), so that a tile with few cells does not define them.

import type { Raster } from '../protocol/raster.js';
import type { Random } from '../random/random.js';
import { DENSITY_OF_LEVEL, levelOfDensity, STAIN_AMOUNTS, STAIN_COLOURS } from './stains.js';

/** Changes of hematoxylin, eosin (everything that is neither of the others) and DAB. */
export interface StainChange {
  readonly factor: readonly [number, number, number];
  readonly shift: readonly [number, number, number];
}

/**
 * Draws four numbers. Eosin does not change: an IHC image has none, and a shift would only tint the glass green or
 * pink.
 */
export function drawStainChange(strength: number, random: Random): StainChange {
  const next = () => strength * (2 * random.uniform() - 1);
  const [hematoxylin, dab] = [1 + next(), 1 + next()];
  return { factor: [hematoxylin, 1, dab], shift: [next(), 0, next()] };
}

/** (H, W, 3) → the same image with other amounts of stain. */
export function changeStains(image: Raster, { factor, shift }: StainChange): Raster {
  // density' = (density · amounts ∘ factor + shift) · colours, folded into one matrix and one offset.
  const matrix = [0, 1, 2].map((from) =>
    [0, 1, 2].map((to) =>
      [0, 1, 2].reduce((sum, s) => sum + STAIN_AMOUNTS[from]![s]! * factor[s]! * STAIN_COLOURS[s]![to]!, 0),
    ),
  );
  const offset = [0, 1, 2].map((to) =>
    [0, 1, 2].reduce((sum, s) => sum + shift[s]! * STAIN_COLOURS[s]![to]!, 0),
  );
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i += 3) {
    const red = DENSITY_OF_LEVEL[image.data[i]!]!;
    const green = DENSITY_OF_LEVEL[image.data[i + 1]!]!;
    const blue = DENSITY_OF_LEVEL[image.data[i + 2]!]!;
    for (let c = 0; c < 3; c++)
      data[i + c] = levelOfDensity(
        red * matrix[0]![c]! + green * matrix[1]![c]! + blue * matrix[2]![c]! + offset[c]!,
      );
  }
  return { ...image, data };
}
