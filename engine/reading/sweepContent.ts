// A sweep as it is now → what a notebook shows of it: counts, history of the best value, top trials. Kernels write it when
// a cell ends, and the extension sends it again while the sweep runs: both the same.

import { basename } from 'node:path';
import {
  MOST_OUTPUT_BYTES,
  sweepOutput,
  type OutputPlace,
  type OutputTrial,
  type SweepOutput,
  type TrialStateName,
} from '../protocol/outputs.js';
import { isOutputName, outputName, outputSentence } from '../protocol/outputTexts.js';
import { paretoFront } from '../sweep/domination.js';
import { externalValues } from '../sweep/parameters.js';
import type { StoredStudy, StoredTrial } from '../sweep/studyState.js';
import { violation } from '../sweep/trial.js';
import type { SweepFollower, SweepNow } from './followSweep.js';

const MOST_HISTORY = 500;
const MOST_TOP = 20;
const MOST_NOTICES = 10;
const MOST_PARAMETERS = 200;
/** Letters of text of a parameter's value. */
const LONGEST_VALUE = 200;

/** Reads the study that an output shows: that of the sweep, or the last one of a bare journal. */
export async function readShownStudy(follower: SweepFollower, known?: string): Promise<SweepNow> {
  const now = await follower.read(known);
  const last = now.studies.at(-1);
  return now.record || now.study?.name === last ? now : follower.read(last);
}

/** @param file path of the sweep's folder or of the journal file, which names a sweep without a name */
export function sweepContent(
  { record, study, problems }: Pick<SweepNow, 'record' | 'study' | 'problems'>,
  file: string,
  place: OutputPlace,
): SweepOutput {
  const directions = study?.directions ?? record?.objectives.map(({ direction }) => direction) ?? [];
  const trials = study?.trials ?? [];
  const counts: Partial<Record<TrialStateName, number>> = {};
  for (const { state } of trials) counts[state] = (counts[state] ?? 0) + 1;
  const parameters = parametersOf(trials);
  return withinBounds({
    schemaVersion: 1,
    place,
    name: outputName(record?.name ?? study?.name ?? '', outputName(basename(file), 'sweep')),
    objectives: directions.slice(0, 16).map((direction, i) => ({
      name: outputName(record?.objectives[i]?.metric ?? '', directions.length > 1 ? `value ${i}` : 'value'),
      direction,
    })),
    parameters,
    ...(record?.trials === undefined ? {} : { plannedTrials: record.trials }),
    counts,
    history: historyOf(trials, directions[0] === 'maximize'),
    top: topOf(study, directions).map((trial) => shownTrial(trial, parameters)),
    notices: problems
      .slice(0, MOST_NOTICES)
      .map(({ line, message }) => outputSentence(`Line ${line} of the journal: ${message}`)),
  });
}

/** Names that an output can hold; a journal of another program may have any. */
function parametersOf(trials: readonly StoredTrial[]): readonly string[] {
  return [...new Set(trials.flatMap(({ params }) => [...params.keys()]))]
    .filter(isOutputName)
    .slice(0, MOST_PARAMETERS);
}

/** Output without the last of its best trials, and then of its parameters, until it fits. */
function withinBounds(whole: SweepOutput): SweepOutput {
  const top = [...whole.top];
  let parameters = whole.parameters;
  const shortened = (): SweepOutput => {
    const isWhole = top.length === whole.top.length && parameters.length === whole.parameters.length;
    const notice = 'Some trials or parameters do not fit in an output: open the sweep.';
    return { ...whole, parameters, top, notices: isWhole ? whole.notices : [...whole.notices, notice] };
  };
  while (top.length > 0 && !fits(shortened())) top.pop();
  while (parameters.length > 0 && !fits(shortened())) parameters = parameters.slice(0, -1);
  return sweepOutput(shortened(), 'output');
}

function fits(output: SweepOutput): boolean {
  return Buffer.byteLength(JSON.stringify(output)) <= MOST_OUTPUT_BYTES;
}

/** Complete trials with their value and the best one so far; of too many, those that became the best, others evenly. */
function historyOf(trials: readonly StoredTrial[], maximize: boolean): SweepOutput['history'] {
  const all: (readonly [number, number, number | null])[] = [];
  const improved = new Set<number>();
  let best: number | null = null;
  for (const trial of trials) {
    const value = trial.values?.[0];
    if (trial.state !== 'complete' || value === undefined || !Number.isFinite(value)) continue;
    if (violation(trial) === 0 && (best === null || (maximize ? value > best : value < best))) {
      best = value;
      improved.add(all.length);
    }
    all.push([trial.number, value, best]);
  }
  if (all.length <= MOST_HISTORY) return all;
  // The last of many improvements matter most.
  const kept = new Set([0, ...[...improved].slice(-(MOST_HISTORY >> 1)), all.length - 1]);
  const every = all.length / (MOST_HISTORY - kept.size);
  for (let at = 0; at < all.length && kept.size < MOST_HISTORY; at += every) kept.add(Math.floor(at));
  return [...kept].sort((a, b) => a - b).map((i) => all[i]!);
}

function topOf(
  study: StoredStudy | undefined,
  directions: StoredStudy['directions'],
): readonly StoredTrial[] {
  if (!study) return [];
  const sign = directions[0] === 'maximize' ? -1 : 1;
  const feasible = study.trials.filter(
    (trial) =>
      trial.state === 'complete' &&
      trial.values !== undefined &&
      trial.values.every((value) => !Number.isNaN(value)) &&
      violation(trial) === 0,
  );
  const chosen = directions.length > 1 ? paretoFront(feasible, directions) : feasible;
  return [...chosen]
    .sort((a, b) => sign * (a.values![0]! - b.values![0]!) || a.number - b.number)
    .slice(0, MOST_TOP);
}

function shownTrial(
  { number, values = [], params, distributions }: StoredTrial,
  parameters: readonly string[],
): OutputTrial {
  const listed = new Set(parameters);
  const external = externalValues(distributions, params);
  return {
    number,
    values: values.slice(0, 16).map((value) => (Number.isFinite(value) ? value : null)),
    params: Object.fromEntries(
      Object.entries(external)
        .filter(([name]) => listed.has(name))
        .map(([name, value]) => [name, shownValue(value)]),
    ),
  };
}

function shownValue(value: OutputTrial['params'][string]): OutputTrial['params'][string] {
  if (typeof value === 'string') return value.replaceAll('\0', ' ').slice(0, LONGEST_VALUE);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
