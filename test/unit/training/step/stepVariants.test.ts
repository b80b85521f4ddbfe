// What a step can be told besides its objective: batches in parts, frozen networks, running averages, pools; and that
// a run with all of them goes on bit for bit.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Row } from '../../../../engine/dataset/trainingRow.js';
import { panelsOfModel } from '../../../../engine/dataset/panels.js';
import type { Weights } from '../../../../engine/tensors/weights.js';
import { averagedModel } from '../../../../engine/training/step/averages.js';
import { batchOf } from '../../../../engine/training/model/batch.js';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { disposeImages } from '../../../../engine/training/model/images.js';
import { randomFrom, type Random } from '../../../../engine/random/random.js';
import { disposeMemory, startMemory } from '../../../../engine/training/step/stepMemory.js';
import { train } from '../../../../engine/training/step/train.js';
import type { TrainingPlan } from '../../../../engine/training/plan/trainingPlan.js';
import { disposeModel, loadModel, modelWeights } from '../../../../engine/training/model/trainedModel.js';
import { trainedWeights, type TrainingState } from '../../../../engine/training/step/trainingState.js';
import { trainingStep } from '../../../../engine/training/step/trainingStep.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { onCpu } from '../onCpu.js';
import { tinyWeights } from '../tinyModel.js';

const SIDE = 16;
const TINY = {
  modalitiesNames: ['dapi'],
  netG: ['resnet_1blocks'],
  netGs: ['resnet_1blocks'],
  ngf: 1,
  ndf: 1,
  nLayersD: 1,
  norm: 'instance',
  dropout: false,
  lrG: 1e-2,
  lrD: 1e-2,
};

const planOf = (options: object): TrainingPlan =>
  deepLiifPlan(trainOptions({ ...TINY, ...options }, 'test', '/'));

function rowOf(seed: number, tiles: number): Row {
  const tile = (i: number) =>
    Float32Array.from({ length: 3 * SIDE * SIDE }, (_, at) => Math.sin(at * 0.1 * (i + 1) + seed));
  return { width: SIDE, height: SIDE, tiles: Array.from({ length: tiles }, (_, i) => tile(i)) };
}

/** Steps on rows in parts; the weights in the end and what is alive after each step. */
async function steps(options: object, parts: readonly (readonly number[])[], count = 1) {
  const plan = planOf(options);
  const panels = panelsOfModel(plan.model);
  const model = loadModel(plan.model, tinyWeights(plan.model), plan.frozen);
  let memory = startMemory(model, plan.optimiser.kind, plan.averageDecay > 0);
  const alive: number[] = [];
  const random = randomFrom(3);
  const afterEach: Map<string, Weights>[] = [];
  for (let i = 0; i < count; i++) {
    const batches = parts.map((seeds) =>
      batchOf(
        seeds.map((seed) => rowOf(seed + i, panels.length)),
        panels,
      ),
    );
    const { generatorRate, discriminatorRate } = plan;
    const now = { generatorRate, discriminatorRate, tapeBytes: Infinity, random };
    const result = await trainingStep(model, batches, memory, plan, now);
    ({ memory } = result);
    [...result.generated, ...batches].forEach(disposeImages);
    afterEach.push(await modelWeights(model));
    alive.push(tf.memory().numTensors);
  }
  const averages = await modelWeights(averagedModel(model, memory.averages));
  disposeMemory(memory);
  disposeModel(model);
  return { plan, weights: afterEach.at(-1)!, afterEach, averages, alive };
}

function largestDifference(a: ReadonlyMap<string, Weights>, b: ReadonlyMap<string, Weights>): number {
  let largest = 0;
  for (const [id, network] of a)
    for (const [name, { data }] of network) {
      const other = b.get(id)!.get(name)!.data;
      data.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - other[i]!))));
    }
  return largest;
}

describe('a step in parts', () => {
  before(onCpu);

  it('is that of the whole batch where no norm mixes its images', async () => {
    const options = { optimizer: 'sgd' };
    const [whole, inParts] = [await steps(options, [[1, 2]]), await steps(options, [[1], [2]])];
    const other = await steps(options, [[1]]);
    assert.ok(largestDifference(whole.weights, inParts.weights) < 1e-6);
    assert.ok(largestDifference(whole.weights, other.weights) > 1e-4);
  });
});

describe('frozen networks', () => {
  before(onCpu);

  it('stay as they are, running statistics too, and let the others learn', async () => {
    const { plan, weights } = await steps({ norm: 'batch', freeze: ['segmentation', 'discriminators'] }, [
      [1],
    ]);
    const start = tinyWeights(plan.model);
    const moved = [...weights].filter(
      ([id, network]) => largestDifference(new Map([[id, network]]), start) > 0,
    );
    assert.deepEqual(
      moved.map(([id]) => id),
      ['dapi'],
    );
  });

  it('must have a name, and some generator must learn', () => {
    assert.throws(
      () => planOf({ freeze: ['nucleus'] }),
      /expected some of dapi, segmentation, discriminators/,
    );
    assert.throws(() => planOf({ freeze: ['dapi', 'segmentation'] }), /no generator that learns/);
  });
});

describe('running averages', () => {
  before(onCpu);

  it('are decay · average + (1 − decay) · weight, from the first weights on', async () => {
    const { plan, afterEach, averages } = await steps({ ema: 0.75 }, [[1]], 2);
    const start = tinyWeights(plan.model).get('dapi')!;
    for (const [name, { data }] of averages.get('dapi')!)
      data.forEach((value, i) => {
        const [w0, w1, w2] = [start, afterEach[0]!.get('dapi')!, afterEach[1]!.get('dapi')!].map(
          (weights) => weights.get(name)!.data[i]!,
        );
        const expected = 0.75 * (0.75 * w0! + 0.25 * w1!) + 0.25 * w2!;
        assert.ok(Math.abs(value - expected) < 1e-6, `${name} ${i}`);
      });
  });
});

describe('a run with a pool, running averages and batches in parts', () => {
  before(onCpu);

  const plan = planOf({
    model: 'CycleGAN',
    poolSize: 1,
    ema: 0.9,
    accumulate: 2,
    dropout: true,
    norm: 'batch',
    nEpochs: 1,
    nEpochsDecay: 0,
  });

  async function run(from: Parameters<typeof train>[2], stopAfter = Infinity) {
    let stop = false;
    const losses: unknown[] = [];
    let last: TrainingState | undefined;
    let seen: Map<string, Weights> | undefined;
    await train(plan, 4, from, {
      tapeBytes: Infinity,
      order: () => Promise.resolve(stop ? 'stop' : 'step'),
      row: (index: number, random: Random) => Promise.resolve(rowOf(index + random.uniform(), 2)),
      onStep: ({ step }, now) => {
        losses.push(now);
        stop = step === stopAfter;
        return Promise.resolve();
      },
      onEpoch: async (model) => {
        seen = await modelWeights(model);
        return undefined;
      },
      onState: (state) => {
        last = state;
        return Promise.resolve();
      },
    });
    return { losses, last: last!, seen: seen! };
  }

  it('goes on bit for bit after it was stopped, and leaks nothing', async () => {
    const before = tf.memory().numTensors;
    const whole = await run(tinyWeights(plan.model));
    assert.equal(whole.losses.length, 4); // two epochs of four samples, two in a step
    const first = await run(tinyWeights(plan.model), 1);
    // As a file would bring it back.
    const stored = { ...first.last, progress: JSON.parse(JSON.stringify(first.last.progress)) as never };
    const second = await run(stored);
    assert.deepEqual([...first.losses, ...second.losses], whole.losses);
    assert.deepEqual(new Map([...second.last.tensors].sort()), new Map([...whole.last.tensors].sort()));
    assert.deepEqual(second.last.progress, whole.last.progress);
    assert.ok([...whole.last.tensors.keys()].some((name) => name.startsWith('pool/dapi/')));
    assert.equal(tf.memory().numTensors, before);
    const { tensors } = whole.last;
    const kept = trainedWeights(whole.last, plan.model).get('dapi')!;
    const name = [...kept.keys()][0]!;
    assert.deepEqual(kept.get(name), tensors.get(`ema/dapi/${name}`), 'the averages are what is kept');
    assert.notDeepEqual(kept.get(name), tensors.get(`dapi/${name}`));
    assert.deepEqual(whole.seen.get('dapi')!.get(name), kept.get(name), 'and what is validated');
  }).timeout(120_000);
});

describe('steps of every kind of model', () => {
  before(onCpu);

  for (const options of [
    { model: 'DeepLIIFExt' },
    { model: 'SDG', inputNames: ['ihc', 'he'] },
    { model: 'CycleGAN', poolSize: 1 },
  ])
    it(`hold as many tensors after each: ${options.model}`, async () => {
      const before = tf.memory().numTensors;
      const { alive } = await steps({ ...options, ema: 0.9 }, [[1], [2]], 3);
      assert.equal(alive[1], alive[2]);
      assert.equal(tf.memory().numTensors, before);
    });
});
