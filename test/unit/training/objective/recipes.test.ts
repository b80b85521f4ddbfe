// The recipes: every kind of model has one, and a step by each has PyTorch's losses and gradients of every parameter.
// models.py beside the fixture has the formulae, in double precision; plain gradient descent makes the second half of a
// step see the first.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { panelsOfModel } from '../../../../engine/dataset/panels.js';
import { buildNetwork } from '../../../../engine/networks/build.js';
import { storedWeights, type NetworkVariables } from '../../../../engine/networks/forward.js';
import { parametersOf } from '../../../../engine/networks/parameters.js';
import { disposeVgg19, loadVgg19 } from '../../../../engine/networks/vgg.js';
import type { StoredTensor, Weights } from '../../../../engine/tensors/weights.js';
import { batchOf } from '../../../../engine/training/model/batch.js';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { disposeImages, type Images } from '../../../../engine/training/model/images.js';
import { MODEL_KINDS } from '../../../../engine/training/plan/modelKinds.js';
import { RECIPES } from '../../../../engine/training/objective/recipes.js';
import { lossNames } from '../../../../engine/training/objective/lossTerms.js';
import { networksOf, type TrainedModelPlan } from '../../../../engine/training/plan/modelPlan.js';
import { randomFrom } from '../../../../engine/random/random.js';
import { disposeMemory, startMemory } from '../../../../engine/training/step/stepMemory.js';
import type { Teacher } from '../../../../engine/training/model/teacher.js';
import {
  disposeModel,
  loadModel,
  type TrainedModel,
} from '../../../../engine/training/model/trainedModel.js';
import { trainingStep } from '../../../../engine/training/step/trainingStep.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { ROOT } from '../../sourceTree.js';
import { randomVgg } from '../../networks/vggWeights.js';
import { onCpu } from '../onCpu.js';

interface Case {
  readonly kind: string;
  readonly losses: Readonly<Record<string, number>>;
  /** Σ g cos(i) and ‖g‖ of each parameter of each network, in PyTorch's layout. */
  readonly gradients: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

const { cases } = JSON.parse(readFileSync(join(ROOT, 'test/fixtures/training/models.json'), 'utf8')) as {
  readonly cases: Readonly<Record<string, Case>>;
};

const SIDE = 16;
const TINY = {
  netG: ['resnet_1blocks'],
  netGs: ['resnet_1blocks'],
  ngf: 2,
  ndf: 2,
  nLayersD: 1,
  norm: 'instance',
  dropout: false,
  optimizer: 'sgd',
  lrG: 0.1,
  lrD: 0.1,
};
const OPTIONS: Readonly<Record<string, object>> = {
  DeepLIIFExt: { model: 'DeepLIIFExt', modalitiesNames: ['a', 'b'] },
  SDG: { model: 'SDG', inputNames: ['ihc', 'he'], modalitiesNames: ['a', 'b'] },
  DeepLIIFKD: {
    model: 'DeepLIIFKD',
    modelDirTeacher: 'teacher',
    modalitiesNames: ['a'],
    segWeights: [0.75, 0.25],
  },
  'many inputs': { inputNames: ['ihc', 'he'], modalitiesNames: ['a'], segWeights: [0.75, 0.25] },
  'many to one': { manyToOne: true, modalitiesNames: ['a', 'b'] },
  CycleGAN: { model: 'CycleGAN', modalitiesNames: ['a', 'b'] },
  'CycleGAN with weights and VGG19': {
    model: 'CycleGAN',
    modalitiesNames: ['a', 'b'],
    lossWeightsG: [0.75, 0.25],
    lossWeightsD: [0.75, 0.25],
  },
};

/** Planes of the image `image` of models.py. */
function planes(s: number): Float32Array {
  return Float32Array.from({ length: 3 * SIDE * SIDE }, (_, i) => Math.sin(i * 0.13 * (s + 1) + s));
}

/** Weights by `fill` of models.py. */
function weightsOf(plan: TrainedModelPlan): Map<string, Weights> {
  return new Map(
    networksOf(plan).map(({ id, architecture }, n) => [
      id,
      new Map(
        parametersOf(buildNetwork(architecture)).map(({ name, shape }, p): [string, StoredTensor] => {
          const size = shape.reduce((product, side) => product * side, 1);
          const data = Float32Array.from({ length: size }, (_, i) => 0.3 * Math.sin(0.7 * i + 10 * n + p));
          return [name, { shape, data }];
        }),
      ),
    ]),
  );
}

/** A teacher whose images are the 21st image and the next ones. */
const TEACHER: Teacher = {
  images: () =>
    new Map(
      ['a', 'segmentation-input', 'segmentation-a', 'segmentation'].map((name, i) => [
        name,
        tf.tidy((): tf.Tensor4D =>
          tf.transpose(tf.tensor4d(planes(20 + i), [1, 3, SIDE, SIDE]), [0, 2, 3, 1]),
        ),
      ]),
    ),
  dispose: () => undefined,
};

const planOf = (name: string) => deepLiifPlan(trainOptions({ ...TINY, ...OPTIONS[name] }, 'test', '/'));

function batchFor(plan: TrainedModelPlan): Images {
  const panels = panelsOfModel(plan);
  const tiles = panels.map((_, i) => planes(i));
  return batchOf([{ width: SIDE, height: SIDE, tiles }], panels);
}

async function checkGradients(model: TrainedModel, found: ReadonlyMap<string, tf.Tensor>, expected: Case) {
  for (const { id, network, trained } of model.networks.values()) {
    const own = [...trained.keys()].map((key) => [key.slice(id.length + 1), found.get(key)]);
    // They have the layout of the variables that they are derivatives by.
    const stored = await storedWeights(network, Object.fromEntries(own) as NetworkVariables);
    const largest = Math.max(...expected.gradients[id]!.map(([, norm]) => norm));
    [...stored].forEach(([name, { data }], p) => {
      const [projection, norm] = expected.gradients[id]![p]!;
      const sum = data.reduce((total, value, i) => total + value * Math.cos(i), 0);
      // A bias before a norm has no gradient but rounding.
      const tolerance = 2e-3 * norm + 1e-5 * largest;
      const off = Math.max(Math.abs(sum - projection), Math.abs(Math.hypot(...data) - norm));
      assert.ok(off <= tolerance, `${id}/${name}: off by ${off}, at most ${tolerance}`);
    });
  }
}

describe('recipes', () => {
  for (const { id, recipe } of MODEL_KINDS)
    it(`have that of ${id}, "${recipe}"`, () => assert.ok(RECIPES.has(recipe)));
});

describe('a step of', () => {
  before(onCpu);

  for (const [name, expected] of Object.entries(cases))
    it(`${name} has PyTorch’s losses and gradients, and leaks nothing`, async () => {
      const before = tf.memory().numTensors;
      const plan = planOf(name);
      const model = loadModel(plan.model, weightsOf(plan.model));
      const batch = batchFor(plan.model);
      const vgg = name.includes('VGG19') ? loadVgg19(randomVgg(1)) : undefined;
      const gradients = new Map<string, tf.Tensor>();
      const { memory, losses, generated } = await trainingStep(
        model,
        [batch],
        startMemory(model, plan.optimiser.kind),
        plan,
        {
          generatorRate: 0.1,
          discriminatorRate: 0.1,
          tapeBytes: Infinity,
          random: randomFrom(1),
          ...(vgg ? { vgg } : {}),
          ...(name === 'DeepLIIFKD' ? { teacher: TEACHER } : {}),
          observe: (_, lent) =>
            lent.forEach((gradient, key) => gradients.set(key, tf.keep(gradient.clone()))),
        },
      );
      for (const [loss, value] of Object.entries(expected.losses))
        assert.ok(
          Math.abs(losses[loss]! - value) <= 1e-4 * Math.max(1, Math.abs(value)),
          `${loss} is ${losses[loss]}, PyTorch has ${value}`,
        );
      assert.deepEqual(
        Object.keys(losses).sort(),
        [...lossNames(plan.model, plan.objective, vgg !== undefined)].sort(),
        'the losses that were announced',
      );
      assert.equal(Object.keys(losses).length, Object.keys(expected.losses).length + 2);
      await checkGradients(model, gradients, expected);
      tf.dispose([...gradients.values()]);
      [...generated, batch].forEach(disposeImages);
      disposeMemory(memory);
      disposeModel(model);
      if (vgg) disposeVgg19(vgg);
      assert.equal(tf.memory().numTensors, before);
    });
});
