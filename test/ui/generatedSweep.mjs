// Generated sweeps, made in seconds and the same each time: trials of our own samplers on a made-up function that looks
// like trainings, as a sweep's folder or as a bare journal of Optuna. Tests and pictures of the sweep dashboard use them.

import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import {
  createStudyLine,
  createTrialLine,
  endLine,
  intermediateLine,
  paramLine,
  trialSystemAttrLine,
  trialUserAttrLine,
  waitingTrialLine,
} from '../../out/engine/sweep/journalLines.js';
import { externalValue } from '../../out/engine/sweep/distributions.js';
import { suggestAll } from '../../out/engine/sweep/parameters.js';
import { randomSampler } from '../../out/engine/sweep/randomSampler.js';
import { suggestionsFor } from '../../out/engine/sweep/sampler.js';
import { readJournal } from '../../out/engine/sweep/studyState.js';
import { tpeSampler } from '../../out/engine/sweep/tpe.js';
import { randomFrom } from '../../out/engine/random/random.js';

const real = (low, high, log = false) => ({ kind: 'float', low, high, log, step: null });
const whole = (low, high, step = 1, log = false) => ({ kind: 'int', low, high, log, step });
const oneOf = (...choices) => ({ kind: 'categorical', choices });

/** Ten parameters, one of which only U-Nets have. */
export const SPACE = {
  generator: { distribution: oneOf('resnet-6', 'resnet-9', 'unet-512') },
  generatorDropout: { distribution: real(0, 0.5), when: { generator: ['unet-512'] } },
  learningRate: { distribution: real(1e-5, 1e-2, true) },
  filters: { distribution: whole(16, 96, 16) },
  norm: { distribution: oneOf('batch', 'instance', 'none') },
  lambdaL1: { distribution: real(1, 300, true) },
  beta1: { distribution: real(0.3, 0.95) },
  discriminatorLayers: { distribution: whole(2, 6) },
  ganLoss: { distribution: oneOf('vanilla', 'lsgan') },
  initGain: { distribution: real(0.005, 0.1) },
};

const WORKER = 'deepliif-made';
const BEGAN_MS = Date.UTC(2026, 10, 30, 6);
const EPOCHS = 12;

/**
 * Writes a sweep.
 *
 * @param into folder of the sweep, or path of a journal file if `optuna` is set
 * @param options `trials`: number of ended ones; `sampler`: "tpe" or "random"; `objectives`: 1 or 2; `running`, `waiting`:
 *   trials that run and wait; `onlyFailures`; `runs`: folders of runs by trial, relative to the sweep's
 * @returns text of the journal
 */
export function createSweep(into, options = {}) {
  const { trials = 200, sampler = 'tpe', objectives = 1, running = 0, waiting = 0 } = options;
  const { seed = 7, onlyFailures = false, optuna = false, runs = {}, nowMs = Date.now() } = options;
  const name = optuna ? 'sphere' : 'tissue-tpe';
  const directions = objectives === 1 ? ['minimize'] : ['maximize', 'minimize'];
  const parameters = new Map(
    Object.entries(SPACE).map(([key, { distribution, when = {} }]) => [key, { distribution, when }]),
  );
  const chosen = sampler === 'tpe' ? tpeSampler(seed) : randomSampler(seed);
  const random = randomFrom(seed);
  const journal = readJournal();
  const lines = [];
  const write = (line) => {
    const text = line(WORKER);
    lines.push(text);
    journal.push(text);
  };
  const timeOf = (ms) => new Date(ms).toISOString().replace('Z', '000+00:00');
  const study = () => journal.studies.get(0);
  let clockMs = running > 0 ? nowMs - (trials + running) * 40_000 : BEGAN_MS;

  const begin = (number, startedMs) => {
    write(createTrialLine(0, timeOf(startedMs)));
    const suggestions = suggestionsFor(chosen, study(), number);
    const values = suggestAll(parameters, (key, one) => suggestions.suggest(key, one));
    for (const [key, value] of values) write(paramLine(number, key, parameters.get(key).distribution, value));
    const external = Object.fromEntries(
      [...values].map(([key, value]) => [key, externalValue(parameters.get(key).distribution, value)]),
    );
    const run = runs[number];
    if (run !== undefined) write(trialUserAttrLine(number, { run }));
    return external;
  };

  write(createStudyLine(name, directions));
  for (let number = 0; number < trials; number++) {
    const startedMs = clockMs + 1000;
    clockMs += 34_000 + 12_000 * random.uniform();
    const params = begin(number, startedMs);
    const goal = distanceOf(params) + 0.004 * random.normal();
    const times = { startedAt: timeOf(startedMs), endedAt: timeOf(startedMs + durationOf(params)) };
    if (onlyFailures || random.uniform() < 0.03) {
      write(trialUserAttrLine(number, { reason: 'The GPU is out of memory: 23.1 of 22.2 GB were needed.' }));
      write(endLine(number, 'failed', undefined, times));
      continue;
    }
    let last = NaN;
    const isPruned = objectives === 1 && goal > 0.125 && random.uniform() < 0.7;
    const epochs = isPruned ? 2 + random.below(6) : EPOCHS;
    for (let epoch = 1; objectives === 1 && epoch <= epochs; epoch++) {
      last = goal + 0.5 * Math.exp(-epoch / 3) + 0.003 * random.normal();
      if (number % 61 === 9 && epoch === 3) last = NaN;
      write(intermediateLine(number, epoch, last));
    }
    if (number % 47 === 5) write(trialSystemAttrLine(number, { constraints: [0.4] }));
    const values =
      objectives === 1 ? [isPruned ? last : goal] : [Math.max(0.05, 0.95 - goal * 1.6), costOf(params)];
    if (number === 40) values[0] = NaN;
    write(endLine(number, isPruned ? 'pruned' : 'complete', values, times));
  }
  for (let i = 0; i < running; i++) {
    const params = begin(trials + i, nowMs - (90_000 - 25_000 * (i % 3)));
    for (let epoch = 1; objectives === 1 && epoch <= 3 + i; epoch++)
      write(intermediateLine(trials + i, epoch, distanceOf(params) + 0.5 * Math.exp(-epoch / 3)));
  }
  for (let i = 0; i < waiting; i++)
    write(waitingTrialLine(0, { generator: 'unet-512', learningRate: 0.0004, filters: 64 }));

  const text = `${lines.join('\n')}\n`;
  mkdirSync(optuna ? dirname(into) : into, { recursive: true });
  writeFileSync(optuna ? into : join(into, 'journal.log'), text);
  if (!optuna) writeRecords(into, { name, directions, trials, running, nowMs });
  return text;
}

function writeRecords(folder, { name, directions, trials, running, nowMs }) {
  const space = Object.fromEntries(
    Object.entries(SPACE).map(([key, { distribution, when }]) => {
      const { kind, low, high, log, step, choices } = distribution;
      const range = { low, high, ...(log ? { log } : {}), ...(kind === 'int' && step > 1 ? { step } : {}) };
      return [key, { ...(choices ? { choices } : range), ...(when ? { when } : {}) }];
    }),
  );
  const metrics = ['val/segmentation/l1', 'cost'];
  const config = {
    ...{ name, train: { data: 'tiles', epochs: EPOCHS }, space },
    objectives: directions.map((direction, i) => ({
      metric: directions.length > 1 ? ['val/segmentation/dice', 'seconds of a step'][i] : metrics[i],
      direction,
    })),
    ...{ sampler: { kind: 'tpe' }, pruner: { kind: 'median' }, seed: 7, trials: trials + running + 20 },
  };
  const record = { schemaVersion: 1, createdAt: new Date(BEGAN_MS).toISOString(), config };
  writeFileSync(join(folder, 'sweep.json'), JSON.stringify(record, null, 1));
  const control = { schemaVersion: 1, phase: 'working', workers: Math.max(1, running), stopTrials: [] };
  writeFileSync(join(folder, 'control.json'), JSON.stringify(control));
  mkdirSync(join(folder, 'leases'), { recursive: true });
  for (let i = 0; i < running; i++) {
    const file = join(folder, 'leases', `trial-${trials + i}.json`);
    writeFileSync(
      file,
      JSON.stringify({ worker: WORKER, host: i === 1 ? 'gpu-node-02' : hostname(), pid: 1 }),
    );
    const beat = new Date(nowMs - (i === 1 ? 95_000 : 2000));
    utimesSync(file, beat, beat);
  }
}

/** A landscape with one basin, in which the learning rate matters most. */
function distanceOf({
  learningRate,
  filters,
  norm,
  lambdaL1,
  generator,
  generatorDropout = 0.2,
  beta1,
  ...rest
}) {
  const bowl = 0.045 * (Math.log10(learningRate) + 3.5) ** 2 + 0.012 * (Math.log10(lambdaL1) - 1.9) ** 2;
  const nets = { 'resnet-6': 0.015, 'resnet-9': 0, 'unet-512': 0.01 + 0.05 * (generatorDropout - 0.15) ** 2 }[
    generator
  ];
  const norms = { batch: 0.004, instance: 0, none: 0.03 }[norm];
  return (
    0.075 +
    bowl +
    nets +
    norms +
    0.015 * (1 - filters / 96) +
    0.02 * (beta1 - 0.5) ** 2 +
    (rest.ganLoss === 'vanilla' ? 0.003 : 0)
  );
}

function costOf({ filters, generator }) {
  return 0.2 + (filters / 64) ** 2 * { 'resnet-6': 0.7, 'resnet-9': 1, 'unet-512': 0.8 }[generator];
}

function durationOf(params) {
  return 20_000 + 30_000 * costOf(params);
}
