// A long run of the smallest DeepLIIF, with validation, sample pictures and checkpoints, and the tensors and memory that
// it holds. Used by the test beside this file, and by `npm run bench:leak`, which takes a thousand steps.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { newRun } from '../../../engine/training/run/newRun.js';
import { startRun } from '../../../engine/training/run/runTraining.js';
import { trainOptions } from '../../../engine/training/plan/trainOptions.js';
import { TINY_OPTIONS, watching, writeSamples } from '../../unit/training/tinyRun.js';

const STEPS_OF_AN_EPOCH = 20;
const SIDE_PX = 16;

export interface LongRun {
  readonly steps: number;
  /** Distinct numbers of tensors after the steps. */
  readonly tensors: readonly number[];
  /** Numbers of tensors before and after the run. */
  readonly before: number;
  readonly after: number;
  /**
   * Growth of heap and arrays, after garbage collection, from a fifth of the steps, when caches are warm, to the
   * last.
   */
  readonly growthMb: number;
  /** The same for the whole process, whose allocators and WebAssembly heap make it less exact. */
  readonly residentGrowthMb: number;
}

/** @param steps a multiple of 100; files go below `root` */
export async function longRun(root: string, steps: number, backend: string): Promise<LongRun> {
  await writeSamples(root, STEPS_OF_AN_EPOCH, SIDE_PX);
  const options = {
    ...TINY_OPTIONS,
    ...{ netGs: ['resnet_0blocks'], netD: 'pixel', nEpochs: steps / STEPS_OF_AN_EPOCH - 1 },
    ...{ validateEveryEpochs: 2, sampleEveryEpochs: 2, data: 'data', out: 'runs', name: 'long' },
  };
  const before = tf.engine().state.numTensors;
  const tensors = new Set<number>();
  const held: ReturnType<typeof memory>[] = [];
  const onStep = ({ step }: { readonly step: number }) => {
    tensors.add(tf.engine().state.numTensors);
    if (step === steps / 5 || step === steps) held.push(memory());
  };
  const run = newRun(trainOptions(options, 'a long run', root));
  const outcome = await startRun(run, backend, watching({ onStep }));
  const [warm, end] = held as [(typeof held)[number], (typeof held)[number]];
  return {
    steps: outcome.step,
    tensors: [...tensors],
    before,
    after: tf.engine().state.numTensors,
    growthMb: end.heldMb - warm.heldMb,
    residentGrowthMb: end.residentMb - warm.residentMb,
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function memory() {
  collectGarbage();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heldMb: (heapUsed + arrayBuffers) / 1e6, residentMb: rss / 1e6 };
}
