// Steps and their places on the axis that all charts share.

import { nearestRow } from '../charts/polyline.js';
import type { RunHead } from '../messages/training.js';
import type { CurveStore } from './curveStore.js';
import type { XAxisKind } from './trainingView.js';

/** Steps and abscissas of the first run that has rows. */
function axisOf(runs: readonly RunHead[], kind: XAxisKind, store: CurveStore) {
  for (const run of runs) {
    const place = { kind, stepsPerEpoch: run.stepsPerEpoch, startedMs: run.startedMs ?? 0 };
    const curve = store.axis(run.id, 'steps', place);
    if (curve) return { steps: { ...curve, x: curve.y }, curve };
  }
  return undefined;
}

export function xOfStep(
  step: number,
  runs: readonly RunHead[],
  kind: XAxisKind,
  store: CurveStore,
): number | undefined {
  if (kind === 'step') return step;
  const axis = axisOf(runs, kind, store);
  const row = axis && nearestRow(axis.steps, step);
  return axis && row !== undefined ? axis.curve.x[row] : undefined;
}

export function stepAt(
  x: number,
  runs: readonly RunHead[],
  kind: XAxisKind,
  store: CurveStore,
): number | undefined {
  const axis = axisOf(runs, kind, store);
  if (!axis) return undefined;
  const row = nearestRow(kind === 'step' ? axis.steps : axis.curve, x);
  return row === undefined ? undefined : axis.steps.x[row];
}
