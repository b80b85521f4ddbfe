// A plan as an analysis writes it, for tests.

import type { Plan, PlanStep } from '../../../engine/reading/plan.js';

const SHA256 = 'a'.repeat(64);

export const READ_IMAGE: PlanStep<'readImage'> = {
  step: 'readImage',
  path: '../../tile.png',
  absolutePath: '/images/tile.png',
  sha256: SHA256,
  bytes: 1000,
  widthPx: 512,
  heightPx: 512,
  colour: 'managed',
};

export const INFER: PlanStep<'infer'> = {
  step: 'infer',
  model: { id: 'lung', title: 'Lung', folder: '/models/lung', manifestSha256: SHA256, weights: [] },
  backend: 'onnx',
  precision: 'float32',
  scope: 'all',
  tilePx: 512,
  overlapPx: 32,
  scale: { basis: 'assumed', modelMpp: 0.25 },
  emptyTiles: 'skip',
  refinements: [],
};

export const SCORE: PlanStep<'score'> = {
  step: 'score',
  thresholds: { resolution: '40x', segThreshold: 150, sizeThreshold: 'auto' },
};

export function planWith(...steps: readonly PlanStep[]): Plan {
  return { schemaVersion: 1, version: '0.1.0', steps, outputs: [] };
}
