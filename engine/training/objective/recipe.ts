// A recipe: the objective of a kind of model as lists of terms. A step differentiates them, whatever the kind: a term of
// the discriminators by their parameters, a term of the generators by one image, and from there by the networks that made
// it. Terms are only evaluated when they are asked, so a list of them also says what losses a run will report.

import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Vgg19 } from '../../networks/vgg.js';
import type { Images } from '../model/images.js';

/** "dapi/l1", "segmentation/d-real". */
export type LossName = `${string}/${LossTermKind}`;
export type LossTermKind =
  | 'gan'
  | 'l1'
  | 'cycle'
  | 'perceptual'
  | 'distillation'
  | 'cross-entropy'
  | 'dice-loss'
  | 'd-real'
  | 'd-fake';

/** Images and networks that terms may use; all are owned by the caller. */
export interface Sight {
  /** Inputs and truth: "input", and true images under `truthOf`. */
  readonly given: Images;
  readonly made: Images;
  /** Images that discriminators see in the place of generated ones: older ones, where there is a pool. */
  readonly pooled: Images;
  /** Images that a teacher made of the input. */
  readonly taught: Images;
  /** A discriminator's map of images side by side. Belongs to the caller; differentiable. */
  readonly judge: (discriminator: string, images: readonly Tensor4D[]) => Tensor4D;
  /** Needed for perceptual terms; they are left out if it is absent. */
  readonly vgg?: Vgg19;
}

interface Term {
  readonly name: LossName;
  /** λ: the loss is shown and counts times this. */
  readonly lambda: number;
  /** Factor with which it counts besides. */
  readonly weight: number;
}

export interface DiscriminatorTerm extends Term {
  /** Ids of the discriminators that learn from it. */
  readonly learners: readonly string[];
  readonly loss: () => Scalar;
}

export interface GeneratorTerm extends Term {
  /** The generated image by which it is differentiated. */
  readonly image: string;
  /** Made before the tape runs, and freed after; handed to `loss`. */
  readonly prepare?: () => readonly Tensor[];
  readonly loss: (prepared: readonly Tensor[]) => Scalar;
}

export interface Recipe {
  /** The side that learns first from the generated images. */
  readonly first: 'discriminators' | 'generators';
  /** Generated images that go through a pool before discriminators see them. */
  readonly pooled: readonly string[];
  readonly discriminatorTerms: (sight: Sight) => readonly DiscriminatorTerm[];
  readonly generatorTerms: (sight: Sight) => readonly GeneratorTerm[];
}
