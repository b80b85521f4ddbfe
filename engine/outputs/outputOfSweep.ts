// A sweep's folder, or an Optuna journal → what a notebook shows of it: counts, history of the best value, top trials.

import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  MOST_OUTPUT_BYTES,
  OUTPUT_MIMES,
  sweepOutput,
  type OutputBundle,
  type OutputTrial,
  type SweepOutput,
  type TrialStateName,
} from '../protocol/outputs.js';
import { isOutputName, outputName, outputSentence } from '../protocol/outputTexts.js';
import { EngineError } from '../protocol/errors.js';
import { followJournal } from '../reading/followJournal.js';
import { JOURNAL_FILE, SWEEP_FILE } from '../reading/sweepRecord.js';
import { readSweep } from '../studies/sweepFolder.js';
import { paretoFront } from '../sweep/domination.js';
import { externalValues } from '../sweep/parameters.js';
import type { StoredStudy, StoredTrial } from '../sweep/studyState.js';
import { violation } from '../sweep/trial.js';
import { outputPlace } from './outputPlace.js';

const MOST_HISTORY = 500;
const MOST_TOP = 20;
const MOST_NOTICES = 10;
const MOST_PARAMETERS = 200;
/** Letters of text of a parameter's value. */
const LONGEST_VALUE = 200;

/**
 * @param place folder of a sweep, or a file with Optuna's journal, whose last study is shown
 * @throws EngineError `usage` if there is no sweep and no study
 */
export async function outputOfSweep(
  place: string,
  { notebookFolder }: { readonly notebookFolder?: string | undefined } = {},
): Promise<OutputBundle> {
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    () => true,
  );
  const config = isFolder ? await readSweep(place) : undefined;
  const journal = isFolder ? join(place, JOURNAL_FILE) : place;
  const follower = followJournal(journal);
  await follower.read();
  const study = [...follower.journal.studies.values()].at(-1);
  if (!study && !config)
    throw new EngineError(
      'usage',
      `${place} has no study. Choose the folder of a sweep, or the file of an Optuna journal.`,
    );
  const directions = study?.directions ?? config!.objectives.map(({ direction }) => direction);
  const trials = study?.trials ?? [];
  const notices = follower.journal.problems
    .slice(0, MOST_NOTICES)
    .map(({ line, message }) => outputSentence(`Line ${line} of the journal: ${message}`));
  const counts: Partial<Record<TrialStateName, number>> = {};
  for (const { state } of trials) counts[state] = (counts[state] ?? 0) + 1;
  const parameters = parametersOf(trials);
  const output = withinBounds({
    schemaVersion: 1,
    place: await (isFolder
      ? outputPlace(place, notebookFolder, SWEEP_FILE)
      : fileOutputPlace(place, notebookFolder)),
    name: outputName(config?.name ?? study?.name ?? '', outputName(basename(place), 'sweep')),
    objectives: directions.slice(0, 16).map((direction, i) => ({
      ...{
        name: outputName(config?.objectives[i]?.metric ?? '', directions.length > 1 ? `value ${i}` : 'value'),
        direction,
      },
    })),
    parameters,
    ...(config?.trials === undefined ? {} : { plannedTrials: config.trials }),
    counts,
    history: historyOf(trials, directions[0] === 'maximize'),
    top: topOf(study, directions).map((trial) => shownTrial(trial, parameters)),
    notices,
  });
  return { [OUTPUT_MIMES.sweep]: output, 'text/plain': textOf(output) };
}

async function fileOutputPlace(
  file: string,
  notebookFolder: string | undefined,
): Promise<SweepOutput['place']> {
  const { path } = await outputPlace(dirname(file), notebookFolder);
  return { path: path === '.' ? basename(file) : `${path}/${basename(file)}` };
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

function textOf({ name, objectives, counts, top }: SweepOutput): string {
  const states = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  const [best] = top;
  const values = best?.values
    .map((value, i) => `${objectives[i]?.name ?? 'value'} ${value ?? 'NaN'}`)
    .join(', ');
  return [
    name,
    states.length > 0 ? `Trials: ${states.join(', ')}` : 'No trials yet',
    ...(best ? [`Best: trial ${best.number}, ${values}`, JSON.stringify(best.params)] : []),
  ].join('\n');
}
