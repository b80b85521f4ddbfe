// One optimisation step, whatever the model (docs/reference.md 3.4): the generators run once, then discriminators and
// generators learn one after the other from their images. A batch may be taken in parts whose gradients are averaged;
// batch norm takes each part by itself.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import { hashOf } from '../../networks/dropout.js';
import type { ForwardMode } from '../../networks/forward.js';
import type { Vgg19 } from '../../networks/vgg.js';
import { moveAverages } from './averages.js';
import { backpropagate } from '../model/backpropagate.js';
import { addGradients, disposeGradients, added, type Gradients } from '../model/gradientSums.js';
import { pooledImages } from '../model/imagePool.js';
import {
  disposeImages,
  forgetAll,
  gradientsByParameter,
  imageOf,
  makeImages,
  sideBySide,
  type Images,
  type Recordings,
  type Room,
} from '../model/images.js';
import { readLosses, type Losses, type TermValue } from '../objective/lossTerms.js';
import { makingsOf } from '../plan/modelPlan.js';
import type { LearningRates } from '../plan/learningRate.js';
import type { StepPlan } from '../plan/trainingPlan.js';
import { recipeOf } from '../objective/recipes.js';
import { optimiserStep, type OptimiserState } from './optimiser.js';
import type { Random } from '../../random/random.js';
import type { DiscriminatorTerm, GeneratorTerm, Sight } from '../objective/recipe.js';
import type { StepMemory } from './stepMemory.js';
import type { Teacher } from '../model/teacher.js';
import {
  discriminatorsOf,
  generatorsOf,
  networkOf,
  run,
  trainedVariables,
  type TrainedModel,
} from '../model/trainedModel.js';

export type Side = 'generators' | 'discriminators';

/** Networks beside the model that are not trained. */
export interface AuxiliaryNetworks {
  /** Needed for perceptual terms; they are left out if it is absent. */
  readonly vgg?: Vgg19;
  /** The teacher of a model that has one. */
  readonly teacher?: Teacher;
}

/** Conditions of one step that the plan does not fix. */
export interface StepConditions extends LearningRates, AuxiliaryNetworks {
  /** Memory in bytes for recordings of generators; those that find no room run forward twice. */
  readonly tapeBytes: number;
  /** Source of masks of dropout and of draws from pools. */
  readonly random: Random;
  /** Shown the gradients before they are applied; they are only lent. */
  readonly observe?: (of: Side, gradients: Gradients) => void;
}

/** Plan and conditions, as the parts of a step read them. */
interface Settings {
  readonly plan: StepPlan;
  readonly now: StepConditions;
}

export interface StepResult {
  /** Successor of the memory before, of which the replaced tensors are freed. */
  readonly memory: StepMemory;
  readonly losses: Losses;
  /** Images that the generators made of each part before they learned; the caller frees them with `disposeImages`. */
  readonly generated: readonly Images[];
}

/**
 * Takes one step: changes the model's variables in place, on the current backend.
 * @param parts of the batch, which stay the caller's
 */
export async function trainingStep(
  model: TrainedModel,
  parts: readonly Images[],
  before: StepMemory,
  plan: StepPlan,
  now: StepConditions,
): Promise<StepResult> {
  const settings = { plan, now };
  const recipe = recipeOf(model.plan, plan.objective);
  const terms: TermValue[] = [];
  const room = { bytes: now.tapeBytes };
  const views = parts.map((given) => lookAt(model, given, settings, room));
  let memory = before;
  const learn: Readonly<Record<Side, () => void>> = {
    discriminators: () => {
      const gradients: Gradients = new Map();
      for (const view of views) {
        const pooled = pooledImages(memory.pools, recipe.pooled, view.made, plan.poolSize, now.random);
        memory = { ...memory, pools: pooled.pools };
        for (const term of recipe.discriminatorTerms(sightOf(model, view, pooled.images, settings)))
          addGradients(gradients, discriminatorGradients(model, term, parts.length, terms));
        disposeImages(pooled.images);
      }
      const state = apply(model, 'discriminators', gradients, memory.discriminators, settings);
      memory = { ...memory, discriminators: state };
    },
    generators: () => {
      const gradients: Gradients = new Map();
      for (const view of views) {
        const byImage = new Map<string, Tensor4D>();
        for (const term of recipe.generatorTerms(sightOf(model, view, new Map(), settings))) {
          const derivative = derivativeByImage(term, view.made, parts.length, terms);
          const others = byImage.get(term.image);
          byImage.set(term.image, others ? added(others, derivative) : derivative);
        }
        const again = (image: string): ForwardMode => ({ ...view.modeOf(image), again: true });
        addGradients(gradients, gradientsByParameter(model, makingsOf(model.plan), view, byImage, again));
      }
      const state = apply(model, 'generators', gradients, memory.generators, settings);
      memory = { ...memory, generators: state };
    },
  };
  try {
    for (const side of recipe.first === 'discriminators'
      ? (['discriminators', 'generators'] as const)
      : (['generators', 'discriminators'] as const))
      learn[side]();
    moveAverages(memory.averages, model, plan.averageDecay);
    const losses = await readLosses(terms);
    return { memory, losses, generated: views.map(({ made }) => made) };
  } catch (error) {
    for (const { made } of views) disposeImages(made);
    throw error;
  } finally {
    for (const { taught, recordings } of views) {
      disposeImages(taught);
      forgetAll(recordings);
    }
  }
}

/** One part of the batch, and the images made of it. */
interface View {
  readonly given: Images;
  readonly made: Images;
  readonly taught: Images;
  readonly recordings: Recordings;
  readonly modeOf: (image: string) => TrainingMode;
}

type TrainingMode = Extract<ForwardMode, object>;

function lookAt(
  model: TrainedModel,
  given: Images,
  { plan, now: { random, teacher } }: Settings,
  room: Room,
): View {
  const seed = plan.dropout ? random.below(2 ** 32) : 'off';
  // Networks of one architecture share their layers' names, so the mask of each image gets a seed of its own.
  const modeOf = (image: string): TrainingMode => ({
    dropoutSeed: seed === 'off' ? seed : (seed ^ hashOf(image)) >>> 0,
  });
  const taught = teacher ? teacher.images(given) : new Map<string, Tensor4D>();
  const recordings: Recordings = new Map();
  const made = makeImages(model, makingsOf(model.plan), given, modeOf, { recordings, room });
  return { given, made, taught, recordings, modeOf };
}

function sightOf(model: TrainedModel, view: View, pooled: Images, { now: { vgg } }: Settings): Sight {
  return {
    ...view,
    pooled,
    ...(vgg ? { vgg } : {}),
    // Discriminators have no dropout; their running statistics move with every pass.
    judge: (discriminator, images) =>
      tf.tidy(() => run(networkOf(model, discriminator), sideBySide(images), { dropoutSeed: 'off' })),
  };
}

/** Derivatives of a term by the parameters of the discriminators that learn from it, times its weight. */
function discriminatorGradients(
  model: TrainedModel,
  term: DiscriminatorTerm,
  parts: number,
  terms: TermValue[],
): Gradients {
  const variables = trainedVariables(term.learners.map((id) => networkOf(model, id)));
  if (variables.size === 0) {
    terms.push({ ...term, of: 'discriminators', value: tf.tidy(term.loss) });
    return new Map();
  }
  const factor = tf.scalar((term.weight * term.lambda) / parts);
  const { value, byVariable } = backpropagate(term.loss, variables, [], factor);
  factor.dispose();
  terms.push({ ...term, of: 'discriminators', value });
  return byVariable;
}

/** Derivative of a term by its image, times its weight. */
function derivativeByImage(term: GeneratorTerm, made: Images, parts: number, terms: TermValue[]): Tensor4D {
  const prepared = term.prepare?.() ?? [];
  const factor = tf.scalar((term.weight * term.lambda) / parts);
  const compute = (): Scalar => term.loss(prepared);
  const { value, byInput } = backpropagate(compute, new Map(), [imageOf(made, term.image)], factor);
  tf.dispose([factor, ...prepared]);
  terms.push({ ...term, of: 'generators', value });
  return byInput[0] as Tensor4D;
}

/** One step of the optimiser of one side; takes gradients and state over. */
function apply(
  model: TrainedModel,
  side: Side,
  gradients: Gradients,
  state: OptimiserState,
  { plan, now }: Settings,
): OptimiserState {
  now.observe?.(side, gradients);
  const networks = side === 'generators' ? generatorsOf(model) : discriminatorsOf(model);
  const rate = side === 'generators' ? now.generatorRate : now.discriminatorRate;
  const next = optimiserStep(trainedVariables(networks), gradients, state, plan.optimiser, rate);
  disposeGradients(gradients);
  return next;
}
