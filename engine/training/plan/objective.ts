// What a training run minimises, as data: which losses, with which weights. Two presets: what the reference's code
// does, and equations 1 to 7 of the paper as they are printed. docs/training.md has the table of the differences.

import type { GanMode } from '../objective/losses.js';

/** N is the number of modalities. */
export interface Objective {
  /** Of the discriminators of modalities. */
  readonly translationGan: GanMode;
  /** Of the discriminators of segmentations. */
  readonly segmentationGan: GanMode;
  /** Of the generators of segmentations; in DeepLIIFExt the reference takes that of modalities. */
  readonly segmentationGeneratorGan: GanMode;
  /** Real patches are labelled 1 − this; the label of fakes stays 0, as in the reference. */
  readonly labelSmoothing: number;
  /**
   * What a modality's generator minimises: the distance to being called real (Goodfellow et al. 2014, section 3), or
   * with `saturating` what its discriminator maximises, as equation 1 is printed.
   */
  readonly generatorForm: 'non-saturating' | 'saturating';
  /** Where the smooth L1 distance turns from a square into a line. Equation 3 prints ½, where it jumps. */
  readonly smoothL1Switch: 1 | 0.5;
  /** λ of the L1 terms. */
  readonly lambdaL1: number;
  /** Of the perceptual terms of the modalities; they are left out where there are no weights of VGG19. */
  readonly lambdaPerceptual: number;
  /** The maps of the segmentation's discriminators: their weighted sum is judged, or each by itself. */
  readonly segmentationJudgement: 'weighted-sum' | 'each';
  /** What the segmentation's discriminators see beside a map: the true modality or the generated one. */
  readonly segmentationCondition: 'real' | 'generated';
  /** N factors of all terms of a modality in the generators' loss. */
  readonly translationWeights: readonly number[];
  /** The same of each segmentation. */
  readonly segmentationWeights: readonly number[];
  /** Of a segmentation's adversarial term alone. */
  readonly segmentationGanFactor: number;
  /** N factors of the sum of what a discriminator loses on fakes and on the truth. */
  readonly discriminatorWeights: readonly number[];
  /** The same of each segmentation's discriminators. */
  readonly segmentationDiscriminatorWeights: readonly number[];
  /** Of CycleGAN: λ of what comes back from the other side. */
  readonly lambdaCycle: number;
  /** Of a model with a teacher: λ of the divergence from it. */
  readonly lambdaDistillation: number;
}

export type ObjectivePreset = 'reference' | 'paper';

/** Factors of one loss: one for each modality, then one for the segmentation where there is one. */
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
 * The reference's objective (reference sheet 3.3, 3.4) with its quirk: the segmentation's share of the generators'
 * loss is the weight of the last modality, whatever the last of the weights says.
 */
export function referenceObjective(
  modalities: number,
  segmentation: boolean,
  { generators, discriminators }: LossWeights,
): Objective {
  return {
    translationGan: 'vanilla',
    segmentationGan: 'lsgan',
    segmentationGeneratorGan: 'lsgan',
    labelSmoothing: 0,
    generatorForm: 'non-saturating',
    smoothL1Switch: 1,
    lambdaL1: 100,
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
 * other weights are given.
 */
export function paperObjective(
  modalities: number,
  segmentation: boolean,
  weights: Partial<LossWeights> = {},
): Objective {
  const once = Array<number>(modalities + 1).fill(1);
  const { generators = once, discriminators = once } = weights;
  return {
    translationGan: 'vanilla',
    segmentationGan: 'lsgan',
    segmentationGeneratorGan: 'lsgan',
    labelSmoothing: 0,
    generatorForm: 'saturating',
    smoothL1Switch: 0.5,
    lambdaL1: 100,
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
 * DeepLIIFExt (reference sheet 4): the reference's objective with a segmentation of each modality, each 1 / N, no
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

/** CycleGAN (reference sheet 4): there and back × 10, no identity term, and a perceptual term that is not scaled. */
export function cycleObjective(modalities: number, weights: LossWeights): Objective {
  return {
    ...referenceObjective(modalities, false, weights),
    lambdaL1: 0,
    lambdaPerceptual: 1,
    lambdaCycle: 10,
  };
}

/** DeepLIIFKD (reference sheet 4): the reference's objective, and 10 × the divergence from the teacher. */
export function distillationObjective(
  modalities: number,
  segmentation: boolean,
  weights: LossWeights,
): Objective {
  return { ...referenceObjective(modalities, segmentation, weights), lambdaDistillation: 10 };
}

/** The reference halves the discriminators' losses, which slows them down against the generators (pix2pix). */
const halved = (weight: number) => weight / 2;
