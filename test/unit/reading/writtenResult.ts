// Folders of results as the engine writes them, without pictures, for the tests of whatever reads results.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultRecord } from '../../../engine/reading/resultRecord.js';

export const SCORES = {
  num_total: 59,
  num_pos: 6,
  num_neg: 53,
  percent_pos: 10.2,
  seg_thresh: 120,
  size_thresh: 48,
  size_thresh_upper: null,
  marker_thresh: null,
};

export const RECORD: ResultRecord = {
  schemaVersion: 1,
  engineVersion: '0.1.0',
  createdAt: '2026-01-01T00:00:00Z',
  image: { path: '../image.png', sha256: 'ab', widthPx: 512, heightPx: 512, mpp: 0.25, notices: [] },
  model: { id: 'mine', title: 'Mine', manifestSha256: 'cd' },
  backend: { id: 'onnx', description: 'onnxruntime', precision: 'int8' },
  tiles: { tilePx: 256, overlapPx: 16, total: 9, empty: 1 },
  thresholds: { resolution: '20x', segThreshold: 150, sizeThreshold: 'auto' },
  files: [{ name: 'scoring', file: 'scoring.json', role: 'scoring' }],
  seconds: {},
};

/** Makes `<root>/<name>` with result.json and scoring.json, and an image beside it; returns the folder's path. */
export function writeResultFolder(root: string, name: string, change: object = {}): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'image.png'), 'pixels');
  writeFileSync(join(folder, 'result.json'), JSON.stringify({ ...RECORD, ...change }));
  writeFileSync(join(folder, 'scoring.json'), JSON.stringify(SCORES));
  return folder;
}
