// Look of one rendered picture: everything that laboratories, stains and scanners vary, drawn once from a seed. Where the ranges
// come from is in docs/rendering.md.

import type { Random } from '../random/random.js';

export interface Look {
  /** Optical densities of hematoxylin and DAB of amount 1 in red, green and blue light. */
  readonly stains: { readonly hematoxylin: Vector; readonly dab: Vector };
  /** Density of hematoxylin in the average nucleus. */
  readonly hematoxylin: number;
  /** Spread of that density between nuclei, of its logarithm. */
  readonly hematoxylinSpread: number;
  /** Part that the texture of chromatin has in the density. */
  readonly texture: number;
  /** Density of DAB in the average positive nucleus; beyond 3 a sensor sees black. */
  readonly dab: number;
  readonly dabSpread: number;
  /** Strength of the grains in which DAB settles. */
  readonly dabGrain: number;
  /** Share of positive nuclei, and how much they cluster: 0 not at all, 1 in patches. */
  readonly positiveShare: number;
  readonly clustering: number;
  /** Part of its hematoxylin that a positive nucleus shows. */
  readonly counterstainOfPositives: number;
  /** Share of nuclei that lie above or below the plane in focus, and how much these are blurred, pixels. */
  readonly defocusedShare: number;
  readonly defocusPx: number;
  readonly background: Background;
  readonly camera: Camera;
}

export type Vector = readonly [red: number, green: number, blue: number];

export interface Background {
  /** Share of the picture that is tissue. */
  readonly tissue: number;
  /** Densities of stain between the nuclei. */
  readonly hematoxylin: number;
  readonly dab: number;
  readonly unevenness: number;
  /** Strength of fibres, of cytoplasm around nuclei and of its DAB, of membranes stained with DAB; 0 none. */
  readonly fibres: number;
  readonly cytoplasm: number;
  readonly cytoplasmDab: number;
  readonly membraneDab: number;
  /** Numbers of things that are no nuclei. */
  readonly ghosts: number;
  readonly debris: number;
  readonly pigment: number;
  readonly redCells: number;
  readonly folds: number;
}

export interface Camera {
  /** Level of glass in red, green and blue light. */
  readonly white: Vector;
  /** Level of black of the sensor; below 0 dark tones are lost in black. */
  readonly black: number;
  readonly blurPx: number;
  /** Part of the difference to its blurred self that a scanner adds to a picture. */
  readonly sharpening: number;
  readonly noise: number;
  readonly contrast: number;
  /** Quality of JPEG; 100: none. */
  readonly jpeg: number;
  /** Resolution lost: 1 none, 2 as of a 20x image that was enlarged. */
  readonly coarseness: number;
}

/**
 * The vectors of Ruifrok and Johnston (2001), around which laboratories vary. Hematoxylins go from violet to a pale blue that only
 * red light sees.
 */
const HEMATOXYLIN: Vector = [0.65, 0.7, 0.29];
const BLUEST_HEMATOXYLIN: Vector = [0.87, 0.47, 0.06];
const DAB: Vector = [0.27, 0.57, 0.78];

export function drawLook(random: Random): Look {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const logBetween = (low: number, high: number) => low * (high / low) ** random.uniform();
  const chance = (share: number) => random.uniform() < share;
  const sometimes = (share: number, draw: () => number) => (chance(share) ? draw() : 0);
  const vector = ([red, green, blue]: Vector): Vector => {
    const around = (value: number) => Math.max(0.05, value + 0.05 * random.normal());
    const drawn: Vector = [around(red), around(green), around(blue)];
    const length = Math.hypot(...drawn);
    return [drawn[0] / length, drawn[1] / length, drawn[2] / length];
  };
  const blueness = random.uniform();
  const counterstain = HEMATOXYLIN.map(
    (value, i) => value + blueness * (BLUEST_HEMATOXYLIN[i]! - value),
  ) as unknown as Vector;
  const kind = random.uniform();
  const hematoxylin = logBetween(0.07, 0.85);
  return {
    stains: { hematoxylin: vector(counterstain), dab: vector(DAB) },
    hematoxylin,
    hematoxylinSpread: between(0.15, 0.45),
    texture: between(0.05, 0.35),
    dab: logBetween(0.3, 7),
    dabSpread: between(0.2, 0.9),
    dabGrain: between(0.1, 0.55),
    positiveShare: kind < 0.15 ? 0 : kind < 0.65 ? between(0, 0.3) : between(0.3, 1),
    clustering: random.uniform(),
    counterstainOfPositives: between(0.2, 0.9),
    defocusedShare: sometimes(0.7, () => between(0.1, 0.7)),
    defocusPx: between(1.5, 4),
    background: {
      tissue: chance(0.2) ? between(0.3, 0.8) : between(0.8, 1),
      // Pale nuclei lie in pale tissue, or nobody could see them.
      hematoxylin: Math.min(0.16, hematoxylin * between(0, 0.45)),
      dab: chance(0.25) ? between(0.06, 0.16) : between(0, 0.06),
      unevenness: between(0.1, 0.6),
      fibres: sometimes(0.5, () => between(0.05, 0.3)),
      cytoplasm: sometimes(0.6, () => between(0.1, 0.7)),
      cytoplasmDab: sometimes(0.2, () => between(0.05, 0.5)),
      membraneDab: sometimes(0.08, () => between(0.05, 0.5)),
      ghosts: sometimes(0.25, () => random.below(6)),
      debris: sometimes(0.4, () => random.below(25)),
      pigment: sometimes(0.1, () => random.below(15)),
      redCells: sometimes(0.06, () => random.below(20)),
      folds: sometimes(0.06, () => 1 + random.below(2)),
    },
    camera: {
      white: whiteOf(between(222, 255), random),
      black: sometimes(0.6, () => between(-15, 28)),
      blurPx: between(0.5, 1.7),
      sharpening: sometimes(0.35, () => between(0.3, 1.5)),
      noise: between(0.5, 5),
      contrast: sometimes(0.35, () => between(-0.15, 0.25)),
      jpeg: chance(0.5) ? Math.round(between(50, 95)) : 100,
      coarseness: chance(0.25) ? between(1.3, 2.4) : 1,
    },
  };
}

function whiteOf(level: number, random: Random): Vector {
  const tinted = () => Math.min(255, Math.max(190, level + 6 * random.normal()));
  return [tinted(), tinted(), tinted()];
}
