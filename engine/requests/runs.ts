// Answers run/start, run/resume, run/fork and run/command. Training is a process of its own, so that a preview stays
// responsive, and a run survives the window.

import { dirname } from 'node:path';
import type { RunCommand } from '../protocol/runCommands.js';
import type { Control } from '../protocol/progress.js';
import type {
  ForkedRunFolder,
  ForkRunParams,
  ResumeRunParams,
  StartedRun,
  StartRunParams,
} from '../protocol/requests.js';
import { sendCommand } from '../runs/sendCommand.js';
import { startDetached } from '../runs/startDetached.js';

export async function runStart(
  { config, options = {}, runs }: StartRunParams,
  { signal }: Control,
): Promise<StartedRun> {
  const { newRun, readTrainConfig } = await import('../training/run/newRun.js');
  const { trainOptions } = await import('../training/plan/trainOptions.js');
  const fromFile = config === undefined ? {} : await readTrainConfig(config);
  const given = { ...fromFile, ...options, ...(runs === undefined ? {} : { out: runs }) };
  const all = trainOptions(given, config ?? 'options', dirname(config ?? runs ?? '/'));
  const { dir, pid } = await startDetached({ kind: 'start', run: newRun(all), backend: all.backend }, signal);
  return { folder: dir, pid };
}

export async function runResume(
  { folder, backend, generatorRate, discriminatorRate }: ResumeRunParams,
  { signal }: Control,
): Promise<StartedRun> {
  // Refused here, before a process is started.
  if (backend !== undefined) (await import('../training/plan/trainingBackends.js')).trainingBackend(backend);
  const rates = {
    ...(generatorRate === undefined ? {} : { generatorRate }),
    ...(discriminatorRate === undefined ? {} : { discriminatorRate }),
  };
  const { dir, pid } = await startDetached({ kind: 'resume', dir: folder, backend, rates }, signal);
  return { folder: dir, pid };
}

export async function runFork({ folder, checkpoint }: ForkRunParams): Promise<ForkedRunFolder> {
  const { forkRun } = await import('../records/forkRun.js');
  const { dir, step } = await forkRun(folder, checkpoint);
  return { folder: dir, step };
}

export function runTell({
  folder,
  command,
}: {
  readonly folder: string;
  readonly command: RunCommand;
}): Promise<void> {
  return sendCommand(folder, command);
}
