// Requests to the engine that start, steer and change sweeps. Sweeps outlive the engine's process.

import { readFile } from 'node:fs/promises';
import type {
  EnqueueTrialParams,
  RetryTrialParams,
  SteerSweepParams,
  SweepProposal,
  TrialTraining,
} from '../../engine/protocol/sweeps.js';
import type { Engine } from '../engine/engine.js';
import { placeOfRuns } from '../runs/configRuns.js';
import { runsFolderFor } from '../runs/runsFolders.js';

export interface SweepControl {
  /** Starts a sweep of a configuration file (absolute path); returns the sweep's folder. */
  start(config: string): Promise<string>;
  steer(folder: string, change: Omit<SteerSweepParams, 'folder'>): Promise<void>;
  stopTrial(folder: string, trial: number): Promise<void>;
  /** Adds a trial with the values of one that ended; returns its number. */
  retryTrial(folder: string, trial: number, from: RetryTrialParams['from']): Promise<number>;
  /** Adds a trial of chosen values; returns its number. */
  enqueue(folder: string, values: EnqueueTrialParams['values']): Promise<number>;
  /** Replaces the configuration by a changed one (absolute path). */
  change(folder: string, config: string): Promise<void>;
  /** Proposes a search space around the configuration of a training (absolute path). */
  propose(config: string): Promise<SweepProposal>;
  /** Options of a training with the values of a trial. */
  trainingOf(folder: string, trial: number): Promise<TrialTraining>;
}

export function createSweepControl(engine: Pick<Engine, 'request'>): SweepControl {
  return {
    start: async (config) => {
      const text = await readFile(config, 'utf8').catch(() => ''); // the engine reports its error
      const out = placeOfRuns(text, config)?.out === undefined ? runsFolderFor(config) : undefined;
      const params = { config, workers: 1, ...(out === undefined ? {} : { out }) };
      return (await engine.request('sweep/start', params)).folder;
    },
    steer: (folder, change) => engine.request('sweep/steer', { folder, ...change }),
    stopTrial: (folder, trial) => engine.request('sweep/stopTrial', { folder, trial }),
    retryTrial: async (folder, trial, from) =>
      (await engine.request('sweep/retryTrial', { folder, trial, from })).trial,
    enqueue: async (folder, values) => (await engine.request('sweep/enqueue', { folder, values })).trial,
    change: (folder, config) => engine.request('sweep/change', { folder, config }),
    propose: (config) => engine.request('sweep/propose', { config }),
    trainingOf: (folder, trial) => engine.request('sweep/trainingOf', { folder, trial }),
  };
}
