// Measures a training sample from its pixels: blank panels, cells by class, registration.

import { findCells } from '../postprocessing/cells.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE, gateCells } from '../postprocessing/gate.js';
import { NEGATIVE, POSITIVE } from '../postprocessing/labels.js';
import { classifyPixels } from '../postprocessing/pixelClasses.js';
import { DEFAULT_SEG_THRESHOLD, resolutionOfTile, resolveThresholds } from '../postprocessing/thresholds.js';
import { isEmptyTile } from '../inference/emptyTile.js';
import type { ClassBalance, Examined, Registration } from '../protocol/dataCheck.js';
import type { Raster } from '../protocol/raster.js';
import { coarseHashes, pixelHash, type CoarseHash } from './imageHashes.js';
import type { Panel } from './panels.js';
import { compareNuclei, nuclearPlane, showsNuclei } from './registration.js';

/** Fingerprints of the first input. */
export interface Fingerprint {
  readonly pixels: string;
  readonly coarse: readonly CoarseHash[];
}

export function examineSample(tiles: readonly Raster[], panels: readonly Panel[]): Examined {
  const { width, height } = tiles[0]!;
  const segmentation = tiles[panels.findIndex(({ kind }) => kind === 'classes')];
  const blank = panels.filter((_, i) => isEmptyTile(tiles[i]!, 'reference')).map(({ name }) => name);
  return {
    width,
    height,
    blank,
    ...(segmentation
      ? {
          balance: classBalance(segmentation),
          otherColours: otherColours(segmentation),
        }
      : {}),
    registration: registrationOf(tiles, panels, blank),
  };
}

export function fingerprintOf(input: Raster): Fingerprint {
  return { pixels: pixelHash(input), coarse: isEmptyTile(input, 'reference') ? [] : coarseHashes(input) };
}

/** Counts cells as `postprocess` does with its defaults, without making its pictures. */
function classBalance(segmentation: Raster): ClassBalance {
  const { width, height } = segmentation;
  const classes = classifyPixels(segmentation, DEFAULT_SEG_THRESHOLD);
  const { cells } = findCells(classes.slice(), width, height);
  const gate = gateCells(cells, resolveThresholds({ resolution: resolutionOfTile(width) }, cells, undefined));
  const count = (values: Uint8Array, wanted: number) =>
    values.reduce((sum, value) => sum + (value === wanted ? 1 : 0), 0);
  return {
    positiveCells: count(gate, COUNTED_POSITIVE),
    negativeCells: count(gate, COUNTED_NEGATIVE),
    positivePixels: count(classes, POSITIVE),
    negativePixels: count(classes, NEGATIVE),
    pixels: classes.length,
  };
}

function otherColours({ data }: Raster): number {
  const pure = (red: number, green: number, blue: number) =>
    [red, green, blue].every((level) => level === 0 || level === 255) && red + green + blue <= 255;
  let others = 0;
  for (let i = 0; i < data.length; i += 3) if (!pure(data[i]!, data[i + 1]!, data[i + 2]!)) others++;
  return others / (data.length / 3);
}

function registrationOf(
  tiles: readonly Raster[],
  panels: readonly Panel[],
  blank: readonly string[],
): Record<string, Registration> {
  const shown = panels
    .map((panel, i) => ({ panel, tile: tiles[i]! }))
    .filter(({ panel }) => showsNuclei(panel) && !blank.includes(panel.name));
  if (shown.length < 2) return {};
  const [first, ...others] = shown.map(({ panel, tile }) => ({ panel, plane: nuclearPlane(tile, panel) }));
  return Object.fromEntries(
    others.map(({ panel, plane }) => [panel.name, compareNuclei(first!.plane, plane)]),
  );
}
