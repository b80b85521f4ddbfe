// Steps of inference as plain data: what each does, which images it reads, and the image that it makes.

import type { StoredTensor } from '../../tensors/weights.js';

/** Zeros around an image, in pixels. */
export interface Margins {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Input images are named by the step that makes them. */
export type Step = StepOutput & Operation;

export interface StepOutput {
  /** Unique; made from the layer's path, so that a file can be read beside the paper. */
  readonly output: string;
  readonly channels: number;
}

export type StepOf<Kind extends Operation['kind']> = Step & { readonly kind: Kind };
export type ConvStep = StepOf<'conv'>;
export type ConvTransposeStep = StepOf<'convTranspose'>;

export type Operation =
  | {
      readonly kind: 'conv';
      readonly input: string;
      /** (out, in, kH, kW) */
      readonly weight: StoredTensor;
      readonly bias?: Float32Array;
      readonly stride: number;
      readonly margins: Margins;
    }
  | {
      readonly kind: 'convTranspose';
      readonly input: string;
      /** (in, out, kH, kW) */
      readonly weight: StoredTensor;
      readonly bias?: Float32Array;
      readonly stride: number;
      readonly paddingPx: number;
      readonly outputPaddingPx: number;
    }
  /** (x − mean) / √(variance + ε) · scale + offset, with mean and variance of the channel over this image. */
  | {
      readonly kind: 'norm';
      readonly input: string;
      readonly scale: Float32Array;
      readonly offset: Float32Array;
    }
  /** x · scale + offset, by channel: batch norm with running statistics. */
  | {
      readonly kind: 'affine';
      readonly input: string;
      readonly scale: Float32Array;
      readonly offset: Float32Array;
    }
  | { readonly kind: 'relu'; readonly input: string }
  | { readonly kind: 'tanh'; readonly input: string }
  | { readonly kind: 'sigmoid'; readonly input: string }
  | { readonly kind: 'upsample'; readonly input: string }
  | { readonly kind: 'leakyRelu'; readonly input: string; readonly slope: number }
  | {
      readonly kind: 'pad';
      readonly input: string;
      readonly mode: 'zero' | 'reflect' | 'replicate';
      readonly px: number;
    }
  /** Channel by channel; a single channel on the right stands for all. */
  | { readonly kind: 'add'; readonly input: string; readonly right: string }
  | { readonly kind: 'multiply'; readonly input: string; readonly right: string }
  | { readonly kind: 'concat'; readonly input: string; readonly right: string };

/** The work of a network, from `INPUT` to the last step's output. */
export interface Steps {
  readonly title: string;
  readonly inChannels: number;
  readonly steps: readonly Step[];
}

/** Name of the network's input image. */
export const INPUT = 'image';

/** The same on all four sides. */
export function evenMargins(px: number): Margins {
  return { top: px, left: px, bottom: px, right: px };
}
