// control.json of a sweep: what people ask of its workers. Its only reader; engine/studies writes it.

import { join } from 'node:path';
import { asError } from '../protocol/errors.js';
import { list, oneOf, stored, whole, type Shape } from '../protocol/shape.js';
import { MOST_SWEEP_WORKERS, SWEEP_PHASES, type SweepControl } from '../protocol/sweeps.js';
import { MOST_CONTROL_BYTES } from './limits.js';
import { readRecordFile } from './recordFile.js';

export const CONTROL_FILE = 'control.json';

/** Trials that wait to be stopped; more than workers can run at a time. */
export const MOST_STOPPED_TRIALS = 10_000;

/** Control of a sweep that nobody has steered yet. */
export const NO_CONTROL: SweepControl = { schemaVersion: 1, phase: 'working', workers: 1, stopTrials: [] };

const sweepControl: Shape<SweepControl> = stored({
  schemaVersion: oneOf(1),
  phase: oneOf(...SWEEP_PHASES),
  workers: whole(1, MOST_SWEEP_WORKERS),
  stopTrials: list(whole(0), MOST_STOPPED_TRIALS),
});

export interface FoundControl {
  readonly control: SweepControl;
  /** Reason, in words, why the file is ignored. */
  readonly problem?: string;
}

/** Control of the sweep in `folder`. A broken file is reported and ignored: the sweep counts as working. */
export async function readControl(folder: string): Promise<FoundControl> {
  try {
    const limits = {
      mostBytes: MOST_CONTROL_BYTES,
      advice: 'Steer the sweep again; that replaces the file.',
    };
    return {
      control: (await readRecordFile(join(folder, CONTROL_FILE), sweepControl, limits)) ?? NO_CONTROL,
    };
  } catch (thrown) {
    return { control: NO_CONTROL, problem: asError(thrown).message };
  }
}
