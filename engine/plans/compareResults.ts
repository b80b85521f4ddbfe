// Comparison of two results of one image: pictures pixel by pixel, cells by centre and size, and scores.

import { isDeepStrictEqual } from 'node:util';
import { comparePixels } from '../analysis/testModel.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { openImage } from '../images/decode.js';
import type { CellRecord } from '../postprocessing/cellRecord.js';
import type { ComparedMap, ComparedPicture, ComparedPluginScore } from '../protocol/plans.js';
import type { PluginScore } from '../protocol/pluginResults.js';
import type { Control } from '../protocol/progress.js';
import { readCells } from '../reading/cells.js';
import { fileOf, mapsWithCells, readResultRecord, type ResultFileRole } from '../reading/resultRecord.js';
import { readShownScores } from '../reading/shownScores.js';

/** Rows that are compared at a time. */
const BAND_ROWS = 512;

const PICTURES: readonly ResultFileRole[] = ['segmentation', 'modality', 'intermediate'];

export interface ComparedResults {
  readonly pictures: readonly ComparedPicture[];
  readonly maps: readonly ComparedMap[];
  readonly pluginScores: readonly ComparedPluginScore[];
  readonly isEqual: boolean;
}

/** Compares the result in `then` with that in `now`; `scratchDir` gets large pictures while they are read. */
export async function compareResults(
  then: string,
  now: string,
  scratchDir: string,
  control: Control = {},
): Promise<ComparedResults> {
  const [before, after] = [await readResultRecord(then), await readResultRecord(now)];
  const pictures: ComparedPicture[] = [];
  for (const role of PICTURES)
    for (const { name } of before.files.filter((entry) => entry.role === role)) {
      const [a, b] = [fileOf(then, before, role, name), fileOf(now, after, role, name)];
      const compared = a && b ? await comparePictures(a, b, scratchDir, control) : NOTHING_EQUAL;
      pictures.push({ name, ...compared });
    }
  const scoresThen = await readShownScores(then, before);
  const scoresNow = await readShownScores(now, after);
  const maps: ComparedMap[] = [];
  for (const { map, file } of mapsWithCells(before)) {
    const other = mapsWithCells(after).find((one) => one.map === map);
    const a = (await readCells(then, file, control)).cells;
    const b = (await readCells(now, other?.file ?? file, control)).cells;
    const moved = withoutPartner(a.map(placeKey), b.map(placeKey));
    const changed = withoutPartner(a.map(wholeKey), b.map(wholeKey)) - moved;
    const cells = { then: a.length, now: b.length, moved, changed };
    maps.push({
      name: map,
      cells,
      scores: { then: scoresThen.scoring[map]!, now: scoresNow.scoring[map]! },
    });
  }
  const pluginScores = comparePluginScores(before.plugins?.scores ?? [], after.plugins?.scores ?? []);
  const isEqual =
    isDeepStrictEqual(before.plugins?.scores ?? [], after.plugins?.scores ?? []) &&
    pictures.every(({ equalShare }) => equalShare === 1) &&
    maps.every(
      ({ cells, scores }) =>
        cells.then === cells.now &&
        cells.moved + cells.changed === 0 &&
        isDeepStrictEqual(scores.then, scores.now),
    );
  return { pictures, maps, pluginScores, isEqual };
}

function comparePluginScores(
  then: readonly PluginScore[],
  now: readonly PluginScore[],
): readonly ComparedPluginScore[] {
  const keyOf = ({ map, id, plugin }: PluginScore) => JSON.stringify([map, id, plugin.id]);
  const rows = new Map([...then, ...now].map((score) => [keyOf(score), score]));
  return [...rows].map(([key, { map, title }]) => {
    const [a, b] = [then, now].map((scores) => scores.find((score) => keyOf(score) === key)?.shown);
    return { map, title, ...(a === undefined ? {} : { then: a }), ...(b === undefined ? {} : { now: b }) };
  });
}

const NOTHING_EQUAL = { equalShare: 0, largestDifferenceLevels: 255 };

async function comparePictures(
  a: string,
  b: string,
  scratchDir: string,
  control: Control,
): Promise<Omit<ComparedPicture, 'name'>> {
  const then = await openImage(a, { colour: 'as-stored', scratchDir });
  const now = await openImage(b, { colour: 'as-stored', scratchDir }).catch(async (error: unknown) => {
    await then.close();
    throw error;
  });
  try {
    const { width, height } = then;
    if (now.width !== width || now.height !== height) return NOTHING_EQUAL;
    let equalRows = 0;
    let largest = 0;
    for (let y = 0; y < height; y += BAND_ROWS) {
      await yieldToEventLoop(control);
      const rows = Math.min(BAND_ROWS, height - y);
      const band = comparePixels(await now.read(0, y, width, rows), await then.read(0, y, width, rows));
      equalRows += band.equalShare * rows;
      largest = Math.max(largest, band.largestDifferenceLevels);
    }
    // A sum of shares may miss 1 by rounding.
    return { equalShare: largest === 0 ? 1 : equalRows / height, largestDifferenceLevels: largest };
  } finally {
    await then.close();
    await now.close();
  }
}

function placeKey({ centroid, size }: CellRecord): string {
  return JSON.stringify([centroid, size]);
}

function wholeKey({ centroid, size, positive, marker, od }: CellRecord): string {
  return JSON.stringify([centroid, size, positive, marker, od]);
}

/** Number of entries of `a` that have no partner in `b`. */
function withoutPartner(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const key of b) left.set(key, (left.get(key) ?? 0) + 1);
  let count = 0;
  for (const key of a) {
    const free = left.get(key) ?? 0;
    if (free === 0) count++;
    else left.set(key, free - 1);
  }
  return count;
}
