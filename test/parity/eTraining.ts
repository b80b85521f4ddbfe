// Parity of training against fixture folder e_training: the reference's optimisation steps from the same weights on the
// same images. Compares every loss of every step, the gradients of the first step, chosen tensors after each step and
// all of them at the end. Losses are compared with float64; the tolerance is how far float32 drifts from it in several draws
// of PyTorch (eTrainingSpread.ts).

import { deepLiifPlan } from '../../engine/training/plan/deepLiifPlan.js';
import { trainOptions } from '../../engine/training/plan/trainOptions.js';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { openBackend } from '../../engine/backends/openBackend.js';
import { withBackendLock } from '../../engine/backends/tensorflow/backendLock.js';
import { readCheckpoint } from '../../engine/checkpoints/readCheckpoint.js';
import { disposeVgg19, loadVgg19 } from '../../engine/networks/vgg.js';
import type { Weights } from '../../engine/tensors/weights.js';
import { disposeImages } from '../../engine/training/model/images.js';
import { registerGradients } from '../../engine/training/model/gradients.js';
import { flipped } from '../../engine/dataset/geometry.js';
import { panelsOfModel } from '../../engine/dataset/panels.js';
import { readSample } from '../../engine/dataset/readSample.js';
import { rowOf } from '../../engine/dataset/trainingRow.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { batchOf } from '../../engine/training/model/batch.js';
import { composeConvolutionDerivatives } from '../../engine/training/model/composedDerivatives.js';
import { disposeModel, loadModel, type TrainedModel } from '../../engine/training/model/trainedModel.js';
import { randomFrom } from '../../engine/random/random.js';
import { disposeMemory, startMemory } from '../../engine/training/step/stepMemory.js';
import { trainingStep } from '../../engine/training/step/trainingStep.js';
import type { BackendId } from '../../engine/protocol/backends.js';
import type { ParityCheck, ParitySuite } from './check.js';
import {
  finalChecks,
  gradientChecks,
  keptGradients,
  imageChecks,
  lossesCheck,
  watchedCheck,
  unusedLosses,
} from './eTrainingChecks.js';
import {
  completed,
  idOf,
  objectiveOf,
  planOf,
  type Trace,
  type TrainingManifest,
} from './eTrainingManifest.js';
import { lossTolerance } from './eTrainingSpread.js';
import { readManifest } from './fixtureTensors.js';
import { partly } from './networkChecks.js';

/**
 * Backends that can train. Training is tested on WebAssembly, available on every machine, if another backend was asked
 * for.
 */
const TRAINING_BACKENDS: readonly BackendId[] = ['tensorflow', 'webgpu', 'wasm', 'cpu'];

export const eTraining: ParitySuite = async function* (root, context) {
  const folder = join(root, 'e_training');
  const manifest = await readManifest<TrainingManifest>(folder);
  const id = TRAINING_BACKENDS.includes(context.backend) ? context.backend : 'wasm';
  const backend = await openBackend(id);
  try {
    const initial = await initialWeights(folder, manifest);
    for (const [name, trace] of Object.entries(manifest.traces)) {
      const title = `e_training · ${name} · ${id}`;
      yield* partly(title, traceChecks(title, root, join(folder, name), manifest, trace, initial, id));
    }
  } finally {
    await backend.dispose();
  }
};

/** Initial weights by our network ids, from the files that the manifest names in a sentence. */
async function initialWeights(folder: string, manifest: TrainingManifest): Promise<Map<string, Weights>> {
  const weights = new Map<string, Weights>();
  for (const name of manifest.nets) {
    const file = manifest.init_files?.[name] ?? manifest.init.split(/[,\s]/)[0]!.replace('<name>', name);
    weights.set(idOf(name), (await readCheckpoint(join(folder, file))).weights);
  }
  return weights;
}

async function* traceChecks(
  title: string,
  root: string,
  folder: string,
  manifest: TrainingManifest,
  trace: Trace,
  initial: ReadonlyMap<string, Weights>,
  backend: BackendId,
): AsyncGenerator<ParityCheck> {
  const plan = planOf(manifest);
  const objective = objectiveOf(manifest);
  const withVgg = Object.keys(trace.steps[0]!.losses).some((name) => name.startsWith('G_VGG_'));
  const vggWeights = withVgg ? await readVgg(join(folder, '..')) : undefined;
  const panels = panelsOfModel(plan);
  const tiles = new Map<string, readonly Raster[]>();
  for (const { image } of trace.steps.flatMap(({ inputs }) => inputs))
    if (!tiles.has(image))
      tiles.set(image, await readSample({ name: image, files: [placeOf(root, image)] }, panels));

  const checks: ParityCheck[] = [];
  await withBackendLock(backend, async () => {
    registerGradients();
    if (backend === 'wasm') composeConvolutionDerivatives(backend);
    const model: TrainedModel = loadModel(plan, completed(plan, initial));
    const vgg = vggWeights ? loadVgg19(vggWeights) : undefined;
    const stepPlan = deepLiifPlan(
      trainOptions({ optimizer: 'adam', beta1: manifest.opt.beta1, dropout: false }, 'parity', '/'),
    );
    let memory = startMemory(model, 'adam');
    for (const [i, step] of trace.steps.entries()) {
      const first = i === 0;
      const batch = batchOf(
        step.inputs.map(({ image, hflip }) =>
          rowOf(tiles.get(image)!.map((tile) => (hflip ? flipped(tile) : tile))),
        ),
        panels,
      );
      const gradients = new Map<string, tf.Tensor>();
      const plan = { ...stepPlan, objective };
      const result = await trainingStep(model, [batch], memory, plan, {
        generatorRate: manifest.opt.lr_g,
        discriminatorRate: manifest.opt.lr_d,
        tapeBytes: Infinity,
        random: randomFrom(0),
        ...(vgg ? { vgg } : {}),
        ...(first ? { observe: (_, given) => keptGradients(given, gradients) } : {}),
      });
      ({ memory } = result);
      checks.push(
        lossesCheck(
          title,
          trace,
          i,
          { ...result.losses, ...unusedLosses(objective, result.generated[0]!, batch, vgg) },
          lossTolerance(basename(folder), trace),
        ),
      );
      if (first) {
        checks.push(...(await imageChecks(title, folder, trace, result.generated[0]!)));
        checks.push(...(await gradientChecks(title, trace, model, gradients)));
        tf.dispose([...gradients.values()]);
      }
      checks.push(await watchedCheck(title, step, model));
      result.generated.forEach(disposeImages);
      disposeImages(batch);
    }
    checks.push(...(await finalChecks(title, folder, trace, model)));
    disposeMemory(memory);
    disposeModel(model);
    if (vgg) disposeVgg19(vgg);
  });
  yield* checks;
}

/**
 * Path of an image of which the manifest says "stored once, in open/e_training": there, unless the folder has its own.
 */
function placeOf(root: string, image: string): string {
  const places = [join(root, 'e_training', image), join(root, '..', 'open', 'e_training', image)];
  return places.find((place) => existsSync(place)) ?? places[0]!;
}

/** Reads the one VGG19 weight file beside the traces. */
async function readVgg(folder: string): Promise<Weights> {
  const file = (await readdir(folder)).find((name) => name.includes('vgg') && name.endsWith('.pth'));
  if (file === undefined) throw new Error('the trace has a VGG term, but there are no weights of VGG19');
  return (await readCheckpoint(join(folder, file))).weights;
}
