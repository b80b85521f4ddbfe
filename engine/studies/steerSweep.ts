// What people ask of a sweep beside its control: stop, retry and enqueue trials, change the configuration. The command
// line and the requests of the window call these.

import { EngineError } from '../protocol/errors.js';
import type { ParameterValue } from '../protocol/sweeps.js';
import { MOST_STOPPED_TRIALS } from '../reading/controlFile.js';
import { runFolderOfTrial } from '../reading/glanceSweep.js';
import { checkpointsIn } from '../reading/runCheckpoints.js';
import { internalValue } from '../sweep/distributions.js';
import { externalValues, suggestAll } from '../sweep/parameters.js';
import type { StoredTrial } from '../sweep/studyState.js';
import { changeSweep } from './changeSweep.js';
import { changeControl } from './controlSweep.js';
import type { OpenStudy } from './openStudy.js';
import { parametersOf, readSweepConfig, type SweepConfig } from './sweepConfig.js';
import { readSweep, studyOfSweep } from './sweepFolder.js';
import { queueAgain } from './trialRun.js';

/** Worker's name of what people write into a journal. */
const BY_HAND = 'deepliif-by-hand';

export interface OpenSweep {
  readonly folder: string;
  readonly config: SweepConfig;
  readonly study: OpenStudy;
}

/** @throws EngineError `usage` for a folder that is no sweep */
export async function openSweep(folder: string): Promise<OpenSweep> {
  const config = await readSweep(folder);
  return { folder, config, study: await studyOfSweep(folder, config, BY_HAND) };
}

/** Asks the worker of a running trial to stop it; the trial fails, and is not retried. @throws EngineError `usage` */
export async function stopTrial({ folder, study }: OpenSweep, number: number): Promise<void> {
  const { state } = trialOf(study, number);
  if (state !== 'running')
    throw new EngineError('usage', `Trial ${number} is ${state}; only a running trial can be stopped.`);
  const isRunning = (one: number) => study.state.trials[one]?.state === 'running';
  await changeControl(folder, (control) => ({
    ...control,
    stopTrials: [...new Set([...control.stopTrials.filter(isRunning), number])].slice(-MOST_STOPPED_TRIALS),
  }));
}

/**
 * Adds a trial with the values of one that ended.
 *
 * @param from `checkpoint`: its training continues after the last checkpoint of the other one, which stays as it is
 * @returns number of the new trial
 * @throws EngineError `usage` for a trial that has not ended, has no checkpoint, or whose values are not in the space
 */
export async function retryTrial(
  { folder, config, study }: OpenSweep,
  number: number,
  from: 'start' | 'checkpoint',
): Promise<number> {
  const trial = trialOf(study, number);
  if (trial.state === 'running' || trial.state === 'waiting')
    throw new EngineError('usage', `Trial ${number} is ${trial.state}. Wait until it has ended, or stop it.`);
  if (trial.params.size === 0)
    throw new EngineError(
      'usage',
      `Trial ${number} ended before it had values. Add one with "sweep enqueue".`,
    );
  requireInSpace(externalValues(trial.distributions, trial.params), config);
  if (from === 'checkpoint') {
    const dir = runFolderOfTrial(trial, folder);
    if (dir === undefined || (await checkpointsIn(dir)).length === 0)
      throw new EngineError(
        'usage',
        `Trial ${number} has no checkpoint to continue from. Retry it from its start.`,
      );
    requireAllValues(trial, config);
  }
  return queueAgain(study, trial, from === 'checkpoint');
}

/** Adds a trial of chosen values; what is left out is sampled. @returns its number. @throws EngineError `usage` */
export async function enqueueTrial(
  { config, study }: OpenSweep,
  values: Readonly<Record<string, unknown>>,
): Promise<number> {
  return study.enqueue(requireInSpace(values, config));
}

/** Replaces the configuration of a sweep; see changeSweep. @param file a *.deepliif-sweep.json */
export async function changeConfiguration({ folder, study }: OpenSweep, file: string): Promise<number> {
  return changeSweep(folder, study, await readSweepConfig(file), file);
}

function trialOf({ state }: OpenStudy, number: number): StoredTrial {
  const trial = state.trials[number];
  if (trial) return trial;
  const { length } = state.trials;
  throw new EngineError(
    'usage',
    `The sweep has no trial ${number}; ${length === 0 ? 'it has none yet' : `its trials are 0 to ${length - 1}`}.`,
  );
}

/** A trial that continues another one's training has that one's values, and no others. */
function requireAllValues({ number, params }: StoredTrial, config: SweepConfig): void {
  const missing: string[] = [];
  suggestAll(parametersOf(config), (name) => {
    if (!params.has(name)) missing.push(name);
    return params.get(name) ?? 0;
  });
  if (missing.length > 0)
    throw new EngineError(
      'usage',
      `Trial ${number} has no value of ${missing.join(', ')}, which the space has now. Retry it from its start.`,
    );
}

function requireInSpace(
  values: Readonly<Record<string, unknown>>,
  config: SweepConfig,
): Readonly<Record<string, ParameterValue>> {
  const parameters = parametersOf(config);
  for (const [name, value] of Object.entries(values)) {
    const parameter = parameters.get(name);
    if (!parameter)
      throw new EngineError(
        'usage',
        `The sweep has no parameter ${name}. It has ${[...parameters.keys()].join(', ')}.`,
      );
    if (internalValue(parameter.distribution, value) === undefined)
      throw new EngineError('usage', `${name}: ${JSON.stringify(value)} is not in the space of the sweep.`);
  }
  return values as Readonly<Record<string, ParameterValue>>; // internalValue takes nothing else
}
