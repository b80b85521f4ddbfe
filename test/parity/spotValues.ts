// Contents of fixture h_spot/spot.json for the arithmetic of training, as the reference's script wrote it. Arrays nest
// as the tensors' axes do, (N, C, H, W); .bin files are float32, little-endian, C order.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { ParityCheck } from './check.js';

/** A tensor as JSON. */
export type Nested = number | readonly Nested[];

export interface SpotValues {
  readonly smooth_l1: {
    readonly input: Nested;
    readonly target: Nested;
    readonly loss: number;
    readonly grad: Nested;
    readonly times_lambda_L1: number;
    /** Distance, as text, → loss of that single element. */
    readonly points: Readonly<Record<string, number>>;
  };
  readonly gan: {
    readonly prediction: Nested;
    /** "vanilla_real_smooth0.1" → … */
    readonly cases: Readonly<Record<string, { readonly loss: number; readonly grad: Nested }>>;
  };
  readonly lr: Readonly<Record<string, RateTable>>;
  readonly batchnorm: {
    readonly weight: readonly number[];
    readonly bias: readonly number[];
    readonly eps: number;
    readonly momentum: number;
    readonly steps: readonly {
      readonly x: Nested;
      readonly y: Nested;
      readonly running_mean: readonly number[];
      readonly running_var: readonly number[];
    }[];
    readonly then_eval: {
      readonly x: Nested;
      readonly y_running_stats: Nested;
      readonly y_after_disable_batchnorm_tracking_stats: Nested;
    };
  };
  readonly instancenorm: { readonly x: Nested; readonly y: Nested };
  readonly adam: {
    readonly lr: number;
    readonly betas: readonly [number, number];
    readonly eps: number;
    readonly w0: readonly number[];
    readonly steps: readonly { readonly grad: readonly number[]; readonly w: readonly number[] }[];
  };
  readonly vgg: {
    /** File name first, then words about it. */
    readonly weights: string;
    readonly weights_of_terms: readonly number[];
    readonly x: BinaryTensor;
    readonly y: BinaryTensor;
    readonly grad: BinaryTensor;
    readonly loss: number;
    readonly term_l1: readonly number[];
    readonly feature_shapes: readonly (readonly number[])[];
  };
  /** Value, as text, → rounded. */
  readonly numba_round: Readonly<Record<string, number>>;
  /** One RGB colour for each translation. */
  readonly background_colors_train_dir: readonly (readonly number[])[];
}

export interface RateTable {
  /** Absent for `plateau`, which takes none of them. */
  readonly args?: {
    readonly lr_policy: string;
    readonly n_epochs: number;
    readonly n_epochs_decay: number;
    readonly epoch_count: number;
    readonly lr_decay_iters: number;
  };
  readonly epoch_lr: readonly (readonly [epoch: number, rate: number])[];
  readonly after_last?: number;
}

export interface BinaryTensor {
  readonly file: string;
  readonly shape: readonly [number, number, number, number];
}

export interface SpotBench {
  /** Folder that contains h_spot and the other fixtures. */
  readonly root: string;
  /** Runs `work` on the chosen backend, returns the numbers of its tensors, and frees all tensors. */
  readonly compute: (work: () => readonly tf.Tensor[]) => Promise<Float32Array[]>;
}

/** The checks of one part of spot.json. */
export type SpotChecks = (spot: SpotValues, bench: SpotBench) => AsyncGenerator<ParityCheck>;

export async function readSpotValues(
  folder: string,
): Promise<SpotValues & Readonly<Record<string, unknown>>> {
  // The fixtures' own script wrote it; a missing part fails the check that needs it.
  return JSON.parse(await readFile(join(folder, 'spot.json'), 'utf8')) as SpotValues &
    Record<string, unknown>;
}

export async function readBinaryTensor(folder: string, { file, shape }: BinaryTensor): Promise<Float32Array> {
  const bytes = await readFile(join(folder, file));
  const expected = 4 * shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== expected) throw new Error(`${file} has ${bytes.length} bytes, not ${expected}`);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** All numbers of a nested array in order. */
export function numbers(nested: Nested): number[] {
  return typeof nested === 'number' ? [nested] : nested.flatMap(numbers);
}

/** Tensor of the rank and shape of the nesting. */
export function tensorOf(nested: Nested): tf.Tensor {
  return tf.tensor(numbers(nested), shapeOf(nested));
}

function shapeOf(nested: Nested): number[] {
  return typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? [])];
}
