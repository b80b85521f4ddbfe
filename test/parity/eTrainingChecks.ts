// Single checks of fixture e_training: losses, gradients, images and weights against those of the reference.

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { readCheckpoint } from '../../engine/checkpoints/readCheckpoint.js';
import { storedWeights, type NetworkVariables } from '../../engine/networks/forward.js';
import type { Vgg19 } from '../../engine/networks/vgg.js';
import type { Weights } from '../../engine/tensors/weights.js';
import { imageOf, type Images } from '../../engine/training/model/images.js';
import type { Losses } from '../../engine/training/objective/lossTerms.js';
import type { Objective } from '../../engine/training/plan/objective.js';
import { INPUT, SEGMENTATION, truthOf } from '../../engine/training/plan/modelPlan.js';
import { perceptualLoss, perceptualTarget } from '../../engine/training/objective/perceptualLoss.js';
import { modelWeights, type TrainedModel } from '../../engine/training/model/trainedModel.js';
import { within, type ParityCheck } from './check.js';
import { idOf, lossNameOf, type Trace, type TraceStep } from './eTrainingManifest.js';
import { checksumError, readTensor, type Checksum } from './fixtureTensors.js';
import { measured } from './measured.js';

/** Absolute tolerance of small losses. */
const LOSS_FLOOR = 1e-4;
/** Drift of float32 tensors in these few steps, as the fixtures' description gives it. */
const TENSOR_TOLERANCE = 5e-3;
/** Tolerance of outputs before the first step. */
const IMAGE_TOLERANCE = 1e-4;
/**
 * Tolerance of the worst of hundreds of gradients: before a batch norm they are small differences of large sums. Native
 * TensorFlow with oneDNN differs as much from itself without it.
 */
const GRADIENT_TOLERANCE = 2e-2;

/** Perceptual loss of the segmentation, which the reference computes and does not use. */
export function unusedLosses(
  { lambdaPerceptual }: Objective,
  made: Images,
  given: Images,
  vgg: Vgg19 | undefined,
): Losses {
  if (!vgg) return {};
  const value = tf.tidy(() => {
    const wanted = perceptualTarget(vgg, imageOf(given, truthOf(SEGMENTATION)));
    return perceptualLoss(vgg, imageOf(made, SEGMENTATION), wanted).dataSync()[0]!;
  });
  return { 'segmentation/perceptual': lambdaPerceptual * value };
}

/**
 * Compares losses with float64, or with the reference's float32 in a copy that lacks it; relative to each loss, a small
 * one with the floor as its tolerance.
 */
export function lossesCheck(
  title: string,
  trace: Trace,
  index: number,
  losses: Losses,
  tolerance: number,
): ParityCheck {
  const { step, losses: float32 } = trace.steps[index]!;
  const exact = trace.steps_float64_losses?.[index];
  let worst = { error: 0, name: '' };
  for (const [reference, expected] of Object.entries(exact ?? float32)) {
    const found = losses[lossNameOf(reference)] ?? NaN;
    const error = Math.abs(found - expected) / Math.max(Math.abs(expected), LOSS_FLOOR / tolerance);
    if (!(error <= worst.error)) worst = { error: Number.isNaN(error) ? Infinity : error, name: reference };
  }
  const against = exact ? 'float64' : 'float32';
  const name = `${title} · step ${step} · ${Object.keys(float32).length} losses against ${against}`;
  return within(name, worst.error, tolerance, worst.name);
}

/** Images generated in the first step: checksums, and every n-th pixel. */
export async function imageChecks(
  title: string,
  folder: string,
  trace: Trace,
  generated: Images,
): Promise<ParityCheck[]> {
  const planar = (name: string) => {
    const [, map, index = ''] = /^fake_B_(?:(S)(?:_|$))?(\d*)$/.exec(name) ?? [];
    const of = index === '' ? SEGMENTATION : index === '0' ? INPUT : idOf(`G${index}`);
    const image = imageOf(generated, map && index !== '' ? `${SEGMENTATION}-${of}` : of);
    return tf.tidy(() => {
      const planes = tf.transpose(image, [0, 3, 1, 2]);
      return { shape: planes.shape, data: planes.dataSync<'float32'>() };
    });
  };
  const checks: ParityCheck[] = [];
  for (const [name, expected] of Object.entries(trace.forward_step1 ?? {}))
    checks.push(
      await measured(`${title} · first pass · ${name}`, IMAGE_TOLERANCE, () => {
        const { shape, data } = planar(name);
        return checksumError(shape, data, expected);
      }),
    );
  for (const [name, entry] of Object.entries(trace.forward_step1_files ?? {}))
    checks.push(
      await measured(`${title} · first pass · ${entry.file}`, IMAGE_TOLERANCE, async () => {
        const every = Number(/every (\d+)/.exec(entry.layout)?.[1] ?? 1);
        const { shape, data } = planar(name);
        return thinnedDifference(shape, data, every, await readTensor(folder, entry));
      }),
    );
  return checks;
}

function thinnedDifference(
  shape: readonly number[],
  data: Float32Array,
  every: number,
  expected: Float32Array,
): number {
  const [n, c, h, w] = shape as [number, number, number, number];
  let [at, largest] = [0, 0];
  for (let plane = 0; plane < n * c; plane++)
    for (let y = 0; y < h; y += every)
      for (let x = 0; x < w; x += every) {
        const difference = Math.abs(data[(plane * h + y) * w + x]! - expected[at++]!);
        if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
      }
  return at === expected.length ? largest : Infinity;
}

/** Copies gradients that are only borrowed. */
export function keptGradients(lent: ReadonlyMap<string, tf.Tensor>, kept: Map<string, tf.Tensor>): void {
  for (const [name, gradient] of lent) kept.set(name, tf.keep(gradient.clone()));
}

/** Gradients of the first step, network by network as the file lists them. */
export async function gradientChecks(
  title: string,
  trace: Trace,
  model: TrainedModel,
  gradients: ReadonlyMap<string, tf.Tensor>,
): Promise<ParityCheck[]> {
  const found = new Map<string, Weights>();
  for (const { id, network, trained } of model.networks.values()) {
    const ofNetwork = Object.fromEntries(
      [...trained.keys()].map((name) => [name.slice(id.length + 1), gradients.get(name)]),
    );
    // Gradients have the layout of their variables.
    found.set(id, await storedWeights(network, ofNetwork as unknown as NetworkVariables));
  }
  return Object.entries(trace.grads_at_step1 ?? {}).map(([phase, expected]) =>
    tensorsCheck(`${title} · gradients · ${phase}`, GRADIENT_TOLERANCE, expected, found),
  );
}

/** Tensors that the reference recorded after every step. */
export async function watchedCheck(
  title: string,
  { step, watch }: TraceStep,
  model: TrainedModel,
): Promise<ParityCheck> {
  const found = await modelWeights(model);
  return tensorsCheck(`${title} · step ${step} · watched tensors`, TENSOR_TOLERANCE, watch, found);
}

/** Reports the worst of many tensors; names are "G1:model.1.weight". */
function tensorsCheck(
  name: string,
  tolerance: number,
  expected: Readonly<Record<string, Checksum>>,
  found: ReadonlyMap<string, Weights>,
): ParityCheck {
  let worst = { error: 0, key: '' };
  for (const [key, checksum] of Object.entries(expected)) {
    const tensor = tensorOf(found, key);
    const error = tensor ? checksumError(tensor.shape, tensor.data, checksum) : Infinity;
    if (error > worst.error) worst = { error, key };
  }
  return within(`${name} (${Object.keys(expected).length})`, worst.error, tolerance, worst.key);
}

function tensorOf(found: ReadonlyMap<string, Weights>, key: string) {
  const [net, parameter] = key.split(':') as [string, string];
  return found.get(idOf(net))?.get(parameter);
}

/** All tensors after the last step: checksums, whole tensors, whole networks. */
export async function finalChecks(
  title: string,
  folder: string,
  trace: Trace,
  model: TrainedModel,
): Promise<ParityCheck[]> {
  const found = await modelWeights(model);
  const checks: ParityCheck[] = [];
  for (const [net, state] of Object.entries(trace.final_state ?? {})) {
    // PyTorch counts batches; nothing reads the counts.
    const tensors = Object.entries(state).filter(([key]) => !key.endsWith('num_batches_tracked'));
    const expected = Object.fromEntries(tensors.map(([key, checksum]) => [`${net}:${key}`, checksum]));
    checks.push(tensorsCheck(`${title} · final ${net}`, TENSOR_TOLERANCE, expected, found));
  }
  for (const [key, entry] of Object.entries(trace.full_tensors ?? {}))
    checks.push(
      await measured(`${title} · final ${key}`, TENSOR_TOLERANCE, async () =>
        relativeDistance(tensorOf(found, key)?.data, await readTensor(folder, entry)),
      ),
    );
  const networks = join(folder, 'final');
  for (const file of existsSync(networks) ? await readdir(networks) : []) {
    const net = /_net_(\w+)\.pth$/.exec(file)?.[1];
    if (net === undefined) continue;
    checks.push(
      await measured(`${title} · final/${file}`, TENSOR_TOLERANCE, async () => {
        const { weights } = await readCheckpoint(join(networks, file));
        const mine = found.get(idOf(net));
        return Math.max(
          ...[...weights].map(([name, { data }]) => relativeDistance(mine?.get(name)?.data, data)),
        );
      }),
    );
  }
  return checks;
}

/** ‖a − b‖ / ‖b‖. */
function relativeDistance(actual: Float32Array | undefined, expected: Float32Array): number {
  if (actual?.length !== expected.length) return Infinity;
  let [difference, length] = [0, 0];
  expected.forEach((value, i) => {
    difference += (actual[i]! - value) ** 2;
    length += value ** 2;
  });
  const distance = Math.sqrt(difference / (length || Number.MIN_VALUE));
  return Number.isNaN(distance) ? Infinity : distance;
}
