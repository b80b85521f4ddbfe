// Choice of the intensity and the cut-offs by which the cells of one map are graded for H-score and Allred score. It is saved
// with the view and handed to exports.

import { DEFAULT_CUTOFFS } from '../../engine/measurements/hScore.js';
import type {
  CutoffsOfMap,
  IntensityCutoffs,
  IntensityMeasurement,
} from '../../engine/protocol/intensity.js';
import { isRecord, oneOf, within } from '../ui/savedValues.js';

export const MEASUREMENTS = ['od', 'marker'] as const satisfies readonly IntensityMeasurement[];

export interface IntensityChoice {
  /** Absent: optical density, where the cells have one. */
  readonly measurement?: IntensityMeasurement;
  /** Cut-offs that the user set; the others are the defaults. */
  readonly cutoffs: CutoffsOfMap;
}

export const NO_CHOICE: IntensityChoice = { cutoffs: {} };

export function cutoffsOf(choice: IntensityChoice, measurement: IntensityMeasurement): IntensityCutoffs {
  return choice.cutoffs[measurement] ?? DEFAULT_CUTOFFS[measurement];
}

/** Reads a saved choice; undefined if it makes no sense. */
export function readIntensityChoice(saved: unknown): IntensityChoice | undefined {
  if (!isRecord(saved) || !isRecord(saved.cutoffs)) return undefined;
  const measurement = oneOf(saved.measurement, MEASUREMENTS);
  const all = saved.cutoffs;
  const known = MEASUREMENTS.map((each) => [each, readCutoffs(all[each])] as const);
  return {
    ...(measurement ? { measurement } : {}),
    cutoffs: Object.fromEntries(known.filter(([, cutoffs]) => cutoffs !== undefined)),
  };
}

function readCutoffs(saved: unknown): IntensityCutoffs | undefined {
  if (!isRecord(saved)) return undefined;
  const [weak, moderate, strong] = [saved.weak, saved.moderate, saved.strong].map((cutoff) =>
    within(cutoff, 0, MOST_CUTOFF),
  );
  return weak === undefined || moderate === undefined || strong === undefined
    ? undefined
    : { weak, moderate, strong };
}

/** Largest cut-off: more than any intensity. */
export const MOST_CUTOFF = 1e6;
