// A small result folder for the tests of exports: three cells drawn by hand, found as the engine finds them.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellRecord, type CellRecord } from '../../../engine/postprocessing/cellRecord.js';
import { findCells } from '../../../engine/postprocessing/cells.js';
import { NEGATIVE, POSITIVE, UNKNOWN } from '../../../engine/postprocessing/labels.js';
import type { ResultRecord } from '../../../engine/reading/resultRecord.js';
import type { Correction } from '../../../engine/protocol/correction.js';

export const SHA256 = 'ab'.repeat(32);

/** P and N are cell pixels, positive and negative; one letter per pixel. */
export function cellsOf(rows: readonly string[]): readonly CellRecord[] {
  const width = rows[0]!.length;
  const label: Readonly<Record<string, number>> = { P: POSITIVE, N: NEGATIVE, '.': UNKNOWN };
  const plane = Uint8Array.from(rows.join(''), (letter) => label[letter]!);
  const { mask, cells } = findCells(plane, width, rows.length, {
    noiseThreshold: 0,
    od: new Uint16Array(plane.length).fill(70),
    marker: new Uint8Array(plane.length).fill(200),
  });
  return Array.from({ length: cells.length }, (_, i) => cellRecord(mask, cells, i));
}

export const ROWS = [
  '............',
  '.PPP...NNN..',
  '.PPP...NNN..',
  '.PPP....N...',
  '............',
  '..N.........',
  '............',
];

export const RECORD: ResultRecord = {
  schemaVersion: 1,
  engineVersion: '0.1.0',
  createdAt: '2026-01-01T00:00:00.000Z',
  image: { path: '../gone.png', sha256: SHA256, widthPx: 12, heightPx: 7, notices: [] },
  thresholds: { resolution: '40x' },
  files: [
    { name: 'cells', file: 'cells.json', role: 'cells' },
    { name: 'scoring', file: 'scoring.json', role: 'scoring' },
  ],
  seconds: {},
};

/** The drawn result as an analysis writes it, with the scale that the image file said. */
export const SCALED: ResultRecord = {
  ...RECORD,
  image: { ...RECORD.image, mpp: 0.5 },
  tiles: { tilePx: 256, overlapPx: 16, total: 1, empty: 0 },
  scale: { basis: 'file', mpp: 0.5, modelMpp: 0.25 },
};

export const SCALE_WORDS = '20x: tiles of 256 px, by the file';

export const SCORING = {
  num_total: 2,
  num_pos: 1,
  num_neg: 1,
  percent_pos: 50,
  seg_thresh: 120,
  size_thresh: 4,
  size_thresh_upper: null,
  marker_thresh: null,
};

export async function writeResult(
  folder: string,
  {
    record = RECORD,
    cells = cellsOf(ROWS),
    scoring = SCORING,
    corrections = [],
  }: {
    readonly record?: ResultRecord;
    readonly cells?: readonly unknown[];
    readonly scoring?: unknown;
    readonly corrections?: readonly Correction[];
  } = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { widthPx, heightPx } = record.image;
  const found = { segThreshold: 120, noiseThreshold: 0, largeNoiseThreshold: null, resolution: '40x' };
  const files = {
    'result.json': record,
    'scoring.json': scoring,
    ...(corrections.length > 0 ? { 'corrections.json': { schemaVersion: 1, corrections } } : {}),
  };
  // Laid out as the engine does: one cell per line.
  const head = JSON.stringify({ schemaVersion: 1, widthPx, heightPx, found }).slice(0, -1);
  const lines = cells.map((cell) => JSON.stringify(cell)).join(',\n');
  await writeFile(join(folder, 'cells.json'), `${head},"cells":[\n${lines}\n]}\n`);
  for (const [name, value] of Object.entries(files))
    await writeFile(join(folder, name), JSON.stringify(value));
}
