// The objective of a training run, as data: its losses and their weights. There are two presets: that of the reference's
// code, and equations 1 to 7 of the paper as they are printed. docs/training.md has the table of the differences.

import { keptDefaults, keptShapes } from '../../options/keptOptions.js';
import { list, number, oneOf, stored, type Shaped } from '../../protocol/shape.js';
import { MOST_NETWORKS } from './modelPlan.js';
import { OBJECTIVE_OPTIONS } from './objectiveOptions.js';

const factor = number(-1e9, 1e9);
const factors = list(factor, MOST_NETWORKS);

/** Adversarial losses by the reference's words for `--gan-mode`. */
const gan = oneOf(
  'vanilla', // binary cross-entropy on logits (Goodfellow et al. 2014): the default of modalities
  'lsgan', // squared distance to the label (Mao et al. 2017): the default of the segmentation
  'wgangp', // the bare critic score (Arjovsky et al. 2017); the reference adds no gradient penalty
  'poly_ce', // cross-entropy + (1 − p of the true label): Poly-1 with ε = 1 (Leng et al. 2022)
);
export type GanMode = Shaped<typeof gan>;

export const objective = stored(
  {
    ...keptShapes(OBJECTIVE_OPTIONS, 'objective'),
    /** Loss of the discriminators of modalities. */
    translationGan: gan,
    /** Loss of the discriminators of segmentations. */
    segmentationGan: gan,
    /** Loss of the generators of segmentations; in DeepLIIFExt the reference takes that of modalities. */
    segmentationGeneratorGan: gan,
    /**
     * Form of a modality's adversarial loss for its generator: the distance to being called real (Goodfellow et al. 2014,
     * section 3), or with `saturating` the loss that its discriminator maximises, as equation 1 is printed.
     */
    generatorForm: oneOf('non-saturating', 'saturating'),
    /** Distance at which smooth L1 turns from a square into a line. Equation 3 prints ½, where it jumps. */
    smoothL1Switch: oneOf(1, 0.5),
    /** λ of the perceptual terms of the modalities; they are left out if there are no weights of VGG19. */
    lambdaPerceptual: factor,
    /** Judgement by the segmentation's discriminators: of the weighted sum of their maps, or of each by itself. */
    segmentationJudgement: oneOf('weighted-sum', 'each'),
    /** Image that the segmentation's discriminators see beside a map: the true modality or the generated one. */
    segmentationCondition: oneOf('real', 'generated'),
    /** Factors of all terms of a modality in the generators' loss, one for each modality. */
    translationWeights: factors,
    /** The same of each segmentation. */
    segmentationWeights: factors,
    /** Factor of a segmentation's adversarial term alone. */
    segmentationGanFactor: factor,
    /** Factors of the sum of a discriminator's losses on fakes and on the truth, one for each modality. */
    discriminatorWeights: factors,
    /** The same of each segmentation's discriminators. */
    segmentationDiscriminatorWeights: factors,
    /** λ of the cycle terms, in models of unregistered images. */
    lambdaCycle: factor,
    /** λ of the divergence from the teacher, in models that have one. */
    lambdaDistillation: factor,
  },
  {
    /** Recipe that takes the place of the kind's (objective/recipes.ts): `classes` learns from the truth alone. */
    recipe: oneOf('classes'),
  },
);
export type Objective = Shaped<typeof objective>;

/** Factors of one loss: one for each modality, then one for the segmentation if there is one. */
export interface LossWeights {
  readonly generators: readonly number[];
  readonly discriminators: readonly number[];
}

/** 1 / (N + 1) each, or 1 / N without segmentation. */
export function evenWeights(modalities: number, segmentation: boolean): readonly number[] {
  const terms = modalities + (segmentation ? 1 : 0);
  return Array<number>(terms).fill(1 / terms);
}

/**
 * The reference's objective (docs/reference.md 3.3, 3.4) with its quirk: the segmentation's share of the generators'
 * loss is the weight of the last modality, whatever the last of the weights says.
 */
export function referenceObjective(
  modalities: number,
  segmentation: boolean,
  { generators, discriminators }: LossWeights,
): Objective {
  return {
    ...keptDefaults(OBJECTIVE_OPTIONS, 'objective'),
    translationGan: 'vanilla',
    segmentationGan: 'lsgan',
    segmentationGeneratorGan: 'lsgan',
    generatorForm: 'non-saturating',
    smoothL1Switch: 1,
    lambdaPerceptual: 100,
    segmentationJudgement: 'weighted-sum',
    segmentationCondition: 'real',
    translationWeights: generators.slice(0, modalities),
    segmentationWeights: segmentation ? [generators[Math.max(modalities - 1, 0)]!] : [],
    segmentationGanFactor: 1,
    discriminatorWeights: discriminators.slice(0, modalities).map(halved),
    segmentationDiscriminatorWeights: segmentation ? [halved(discriminators[modalities]!)] : [],
    lambdaCycle: 0,
    lambdaDistillation: 0,
  };
}

/**
 * Equations 1 to 7 as printed: no perceptual term, each discriminator by itself, and every term counts once where no
 * other weights are given. Equation 1 cites Goodfellow et al. (2014), who print the saturating form and recommend the
 * other one for training (section 3); `--generator-form` chooses it.
 */
export function paperObjective(
  modalities: number,
  segmentation: boolean,
  weights: Partial<LossWeights> = {},
): Objective {
  const once = Array<number>(modalities + 1).fill(1);
  const { generators = once, discriminators = once } = weights;
  return {
    ...keptDefaults(OBJECTIVE_OPTIONS, 'objective'),
    translationGan: 'vanilla',
    segmentationGan: 'lsgan',
    segmentationGeneratorGan: 'lsgan',
    generatorForm: 'saturating',
    smoothL1Switch: 0.5,
    lambdaPerceptual: 0,
    segmentationJudgement: 'each',
    segmentationCondition: 'generated',
    translationWeights: generators.slice(0, modalities),
    segmentationWeights: segmentation ? [generators[modalities]!] : [],
    segmentationGanFactor: 0.5,
    discriminatorWeights: discriminators.slice(0, modalities),
    segmentationDiscriminatorWeights: segmentation ? [halved(discriminators[modalities]!)] : [],
    lambdaCycle: 0,
    lambdaDistillation: 0,
  };
}

/**
 * Segmentation by cross-entropy and Dice of its classes, modalities by the distance of their pixels; no discriminators and
 * no perceptual term, so that a processor can train it. The weights are those of the reference.
 */
export function classObjective(modalities: number, segmentation: boolean, weights: LossWeights): Objective {
  return {
    ...referenceObjective(modalities, segmentation, weights),
    segmentationWeights: segmentation ? [weights.generators[modalities]!] : [],
    lambdaPerceptual: 0,
    recipe: 'classes',
  };
}

/**
 * DeepLIIFExt (docs/reference.md 4): the reference's objective with a segmentation of each modality, each 1 / N, no
 * perceptual term, and a quirk: the segmentations' generators take the adversarial loss of modalities.
 */
export function extObjective(modalities: number, weights: LossWeights): Objective {
  const even = evenWeights(modalities, false);
  return {
    ...referenceObjective(modalities, false, weights),
    lambdaPerceptual: 0,
    segmentationGeneratorGan: 'vanilla',
    segmentationWeights: even,
    segmentationDiscriminatorWeights: even.map(halved),
  };
}

/** CycleGAN (docs/reference.md 4): there and back × 10, no identity term, and a perceptual term that is not scaled. */
export function cycleObjective(modalities: number, weights: LossWeights): Objective {
  return {
    ...referenceObjective(modalities, false, weights),
    lambdaL1: 0,
    lambdaPerceptual: 1,
    lambdaCycle: 10,
  };
}

/** DeepLIIFKD (docs/reference.md 4): the reference's objective, and 10 × the divergence from the teacher. */
export function distillationObjective(
  modalities: number,
  segmentation: boolean,
  weights: LossWeights,
): Objective {
  return { ...referenceObjective(modalities, segmentation, weights), lambdaDistillation: 10 };
}

/** The reference halves the discriminators' losses, which slows them down against the generators (pix2pix). */
const halved = (weight: number) => weight / 2;
