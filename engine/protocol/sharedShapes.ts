// Shapes that requests, messages of pages and stored results have in common.

import type { CutoffsOfMap, IntensityCutoffs } from './intensity.js';
import type { Correction } from './correction.js';
import type { PostprocessOptions } from './thresholds.js';
import {
  dictionary,
  either,
  list,
  matching,
  message,
  number,
  oneOf,
  stored,
  truth,
  whole,
  type Shape,
} from './shape.js';

/** One part of a path: no separator, no "." or "..", no character that a file system refuses. */
export const fileName: Shape<string> = matching(
  // eslint-disable-next-line no-control-regex -- control characters are what must not be in it
  /^(?!\.\.?$)[^/\\:*?"<>|\u0000-\u001f]{1,255}$/,
  'a plain file name',
);

/** A number of pixels or cells. */
const pixels = whole(0);
const density = number(0, 1e6);

const given = {
  segThreshold: number(0, 510),
  noiseThreshold: pixels,
  largeNoiseThreshold: either(oneOf('none', 'auto'), pixels),
  sizeThreshold: either(oneOf('auto'), number(0, Number.MAX_SAFE_INTEGER)),
  sizeThresholdUpper: number(0, Number.MAX_SAFE_INTEGER),
  markerThreshold: either(oneOf('none', 'auto'), number(0, 255)),
  odThresholdLower: density,
  odThresholdUpper: density,
  asReference: truth,
};

const resolution = { resolution: oneOf('10x', '20x', '40x') };

/** Thresholds of a request; those that contradict each other are refused by `requireSensible`. */
export const thresholds: Shape<PostprocessOptions> = message(resolution, given);

export const thresholdsWithoutResolution: Shape<Omit<PostprocessOptions, 'resolution'>> = message({}, given);

export const storedThresholds: Shape<PostprocessOptions> = stored(resolution, given);

/** More than a person can set, and few enough for the memory. */
export const MOST_CORRECTIONS = 200_000;

/** A coordinate in pixels. */
const position = number(0, 2 ** 31);

const correction: Shape<Correction> = stored(
  {
    map: fileName,
    x: position,
    y: position,
    positive: truth,
    at: matching(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/,
      'a time as ISO 8601 writes it',
    ),
  },
  { excluded: oneOf(true) },
);

export const corrections = list(correction, MOST_CORRECTIONS);

const cutoffs: Shape<IntensityCutoffs> = stored({ weak: density, moderate: density, strong: density });

/** Limit on segmentation maps; every model has fewer. */
const MOST_MAPS = 64;

/** Cut-offs by segmentation map. The code that uses them checks that they ascend, and says it in words for people. */
export const cutoffsOfMaps: Shape<Readonly<Record<string, CutoffsOfMap>>> = dictionary(
  stored({}, { od: cutoffs, marker: cutoffs }),
  MOST_MAPS,
);

/** Micrometres per pixel of any microscope, from an electron microscope to a photograph of the slide. */
export const FINEST_MPP = 1e-6;
export const COARSEST_MPP = 1e6;
export const mpp = number(FINEST_MPP, COARSEST_MPP);
