// State of a sweep's page: what is small and may change at every reading.

import { endOfStudy } from '../../engine/reading/endOfStudy.js';
import { nameOfSweep, type SweepNow } from '../../engine/reading/followSweep.js';
import { DEFAULT_TRIALS } from '../../engine/reading/sweepRecord.js';
import type { SweepState } from '../../webview/messages/sweep.js';
import { l10n } from '../workbench/l10n.js';
import { parametersOfSweep } from './trialRows.js';

/** Damaged lines that are named one by one. */
const MOST_NAMED_LINES = 3;

/** @param trusted true in a trusted workspace */
export function sweepState(id: string, now: SweepNow, trusted: boolean): SweepState {
  const { record, study, control } = now;
  const ended = study && endOfStudy(study);
  return {
    ...{ trusted, id, name: nameOfSweep(id, now), studies: now.studies, isSweep: record !== undefined },
    ...(study ? { study: study.name } : {}),
    objectives: objectivesOf(now),
    parameters: parametersOfSweep(now),
    ...(record?.sampler ? { sampler: record.sampler.kind } : {}),
    ...(record?.pruner ? { pruner: record.pruner.kind } : {}),
    ...(record ? { trials: record.trials ?? DEFAULT_TRIALS } : {}),
    ...{ phase: control.control.phase, workers: control.control.workers, working: now.isWorking },
    ...(ended && !now.isWorking ? { ended: ended.reason } : {}),
    notices: [...noticesOf(now), ...(control.problem === undefined ? [] : [control.problem])],
  };
}

/** Objectives by their metrics; those of a journal by the names that Optuna stores, or by their numbers. */
function objectivesOf({ record, study }: SweepNow): SweepState['objectives'] {
  if (record && (!study || record.objectives.length === study.directions.length))
    return record.objectives.map(({ metric, direction }) => ({ name: metric, direction }));
  const names: unknown = study?.systemAttrs['study:metric_names'];
  return (study?.directions ?? []).map((direction, i, { length }) => {
    const named: unknown = Array.isArray(names) ? names[i] : undefined;
    const name = typeof named === 'string' ? named : length === 1 ? 'value' : `value ${i + 1}`;
    return { name, direction };
  });
}

function noticesOf({ problems }: SweepNow): readonly string[] {
  if (problems.length === 0) return [];
  const named = problems.slice(0, MOST_NAMED_LINES).map(({ line, message }) => `${line} (${message})`);
  const dots = problems.length > MOST_NAMED_LINES ? ', …' : '';
  return [l10n.t('{0} lines of the journal were skipped: {1}', problems.length, named.join(', ') + dots)];
}
