// The training that follows from a sweep: the options of a trial, with the epochs of a whole training if trials were
// short.

import { EngineError } from '../protocol/errors.js';
import type { TrialTraining } from '../protocol/sweeps.js';
import { externalValues } from '../sweep/parameters.js';
import { TRAIN_OPTIONS, trainOptions } from '../training/plan/trainOptions.js';
import type { OpenSweep } from './steerSweep.js';
import { optionsOfTrial } from './sweepConfig.js';

/** Options that a sweep sets for its trials; a training has its own defaults. */
const OF_TRIALS = ['sampleEveryEpochs', 'keepLast', 'out', 'name'];

/** @throws EngineError `usage` for a trial that is not there or has no values yet */
export function trainingOfTrial({ folder, config, study }: OpenSweep, number: number): TrialTraining {
  const trial = study.state.trials[number];
  if (!trial || trial.params.size === 0)
    throw new EngineError('usage', `The sweep has no trial ${number} with values. Choose another trial.`);
  const tried = externalValues(trial.distributions, trial.params);
  const options = optionsOfTrial(config, tried);
  const checked = trainOptions(options, `trial ${number}`, folder);
  const trialEpochs = checked.nEpochs + checked.nEpochsDecay;
  const full = { nEpochs: TRAIN_OPTIONS.nEpochs.default, nEpochsDecay: TRAIN_OPTIONS.nEpochsDecay.default };
  const epochs = Math.max(trialEpochs, full.nEpochs + full.nEpochsDecay);
  const kept = Object.entries(options).filter(([key]) => !OF_TRIALS.includes(key));
  return {
    sweep: config.name,
    trial: number,
    values: (trial.values ?? []).map((value) => (Number.isFinite(value) ? value : null)),
    objectives: config.objectives.map(({ metric }) => metric),
    options: { ...Object.fromEntries(kept), ...(epochs > trialEpochs ? full : {}) },
    varied: Object.keys(tried),
    ...{ trialEpochs, epochs },
  };
}
