// Answers sweep/start, sweep/steer and the others about sweeps. A sweep works in a process of its own, which outlives the
// window; requests change files that its workers read.

import { pluginFolders } from '../plugins/usedPlugins.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type {
  ChangeSweepParams,
  EnqueueTrialParams,
  RetryTrialParams,
  StartSweepParams,
  SteerSweepParams,
  SweepProposal,
  TrialOfSweep,
  TrialTraining,
} from '../protocol/sweeps.js';

export async function sweepStart(
  { config, out, workers }: StartSweepParams,
  { signal }: Control,
): Promise<{ readonly folder: string }> {
  const { makeSweep, startSweepProcess } = await import('../studies/startSweep.js');
  const folder = await makeSweep({ config, out, workers });
  await startSweepProcess(folder, signal, undefined, pluginFolders());
  return { folder };
}

export async function sweepSteer({ folder, phase, workers }: SteerSweepParams): Promise<void> {
  const { changeControl } = await import('../studies/controlSweep.js');
  const { readSweep } = await import('../studies/sweepFolder.js');
  await readSweep(folder); // nothing is written into a folder of another kind
  await changeControl(folder, (control) => ({
    ...control,
    ...(phase === undefined ? {} : { phase }),
    ...(workers === undefined ? {} : { workers }),
  }));
  await workIfWanted(folder);
}

export async function sweepStopTrial({ folder, trial }: TrialOfSweep): Promise<void> {
  const { openSweep, stopTrial } = await import('../studies/steerSweep.js');
  await stopTrial(await openSweep(folder), trial);
}

export async function sweepRetryTrial({
  folder,
  trial,
  from,
}: RetryTrialParams): Promise<{ readonly trial: number }> {
  const { openSweep, retryTrial } = await import('../studies/steerSweep.js');
  const added = await retryTrial(await openSweep(folder), trial, from);
  await workIfWanted(folder, `Trial ${added} waits. `);
  return { trial: added };
}

export async function sweepEnqueue({
  folder,
  values,
}: EnqueueTrialParams): Promise<{ readonly trial: number }> {
  const { openSweep, enqueueTrial } = await import('../studies/steerSweep.js');
  const added = await enqueueTrial(await openSweep(folder), values);
  await workIfWanted(folder, `Trial ${added} waits. `);
  return { trial: added };
}

export async function sweepChange({ folder, config }: ChangeSweepParams): Promise<void> {
  const { changeConfiguration, openSweep } = await import('../studies/steerSweep.js');
  await changeConfiguration(await openSweep(folder), config);
}

export async function sweepPropose({ config }: { readonly config: string }): Promise<SweepProposal> {
  const { proposeSweep } = await import('../studies/proposeSweep.js');
  const { readTrainConfig } = await import('../training/run/newRun.js');
  return proposeSweep(await readTrainConfig(config), config);
}

export async function sweepTrainingOf({ folder, trial }: TrialOfSweep): Promise<TrialTraining> {
  const { trainingOfTrial } = await import('../studies/trainingOfTrial.js');
  const { openSweep } = await import('../studies/steerSweep.js');
  return trainingOfTrial(await openSweep(folder), trial);
}

/**
 * Starts the process of this machine if the sweep is to work and no process works on it, here or elsewhere.
 *
 * @param done a sentence about what has been done before
 * @throws EngineError `usage` for the sweep of a queue, whose address is not stored: its trials would train here
 */
async function workIfWanted(folder: string, done = ''): Promise<void> {
  const { readControl } = await import('../reading/controlFile.js');
  const { otherMachines, processOfSweep } = await import('../reading/cardOfSweep.js');
  const { hasQueue } = await import('../queues/sweepId.js');
  const { startSweepProcess } = await import('../studies/startSweep.js');
  const { phase } = (await readControl(folder)).control;
  if (phase !== 'working' || (await otherMachines(folder)).length > 0) return;
  if ((await processOfSweep(folder)).is !== 'alive' && (await hasQueue(folder)))
    throw new EngineError(
      'usage',
      `${done}The trials of this sweep go to a queue, and no process gives them to it now. ` +
        `Resume the sweep with: deepliif sweep resume ${folder} --queue ADDRESS`,
    );
  await startSweepProcess(folder, undefined, undefined, pluginFolders());
}
