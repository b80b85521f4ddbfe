// One of our backends as a contender of `npm run bench:step`: takes a training step on request, as a run does. `node
// stepPeer.js BACKEND FOLDER`, the folder as stepWork.ts writes it.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import { openBackend } from '../../engine/backends/openBackend.js';
import { withBackendLock } from '../../engine/backends/tensorflow/backendLock.js';
import { readSafetensors } from '../../engine/tensors/safetensors.js';
import { registerGradients } from '../../engine/training/model/gradients.js';
import { disposeImages, type Images } from '../../engine/training/model/images.js';
import { INPUT, networksOf, SEGMENTATION, truthOf } from '../../engine/training/plan/modelPlan.js';
import { trainingBackend, type TrainingBackend } from '../../engine/training/plan/trainingBackends.js';
import { randomFrom } from '../../engine/random/random.js';
import { disposeMemory, startMemory } from '../../engine/training/step/stepMemory.js';
import { disposeModel, loadModel } from '../../engine/training/model/trainedModel.js';
import { trainingStep } from '../../engine/training/step/trainingStep.js';
import { composeConvolutionDerivatives } from '../../engine/training/model/composedDerivatives.js';
import { readStepWork } from './stepWork.js';

const [id, folder] = process.argv.slice(2) as [TrainingBackend['id'], string];
const { training, sizePx, batch, lossNames } = await readStepWork(folder);
const { model: plan } = training;

const backend = await openBackend(id);
await withBackendLock(id, async () => {
  registerGradients();
  if (trainingBackend(id).composesDerivatives) composeConvolutionDerivatives(id);
  const tiles = await readTiles();
  let current = await begin();
  say({ ready: backend.description });
  for await (const line of createInterface({ input: process.stdin })) {
    const [word, , file] = line.split(' ');
    if (word === 'run') {
      const started = performance.now();
      await current.step(tiles);
      say({ seconds: (performance.now() - started) / 1000 });
    } else if (word === 'save') {
      current.dispose();
      current = await begin();
      const losses = await current.step(tiles);
      const numbers = Float32Array.from(lossNames, (name) => losses[name]!);
      await writeFile(file!, new Uint8Array(numbers.buffer));
      say({ saved: true });
    } else {
      say({ peakMb: Math.round(process.resourceUsage().maxRSS / 1000) });
      process.exit(0);
    }
  }
});

async function begin() {
  const weights = new Map(
    await Promise.all(
      networksOf(plan).map(async ({ id: network }) => {
        const file = join(folder, `${network}.safetensors`);
        return [network, readSafetensors(await readFile(file), file).weights] as const;
      }),
    ),
  );
  const model = loadModel(plan, weights);
  let memory = startMemory(model, training.optimiser.kind);
  const random = randomFrom(1);
  return {
    step: async (images: Images) => {
      const { generatorRate, discriminatorRate } = training;
      const now = { generatorRate, discriminatorRate, tapeBytes: Infinity, random };
      const result = await trainingStep(model, [images], memory, training, now);
      ({ memory } = result);
      result.generated.forEach(disposeImages);
      return result.losses;
    },
    dispose: () => {
      disposeMemory(memory);
      disposeModel(model);
    },
  };
}

/** Input, modalities, segmentation; (N, 3, H, W) in the file. */
async function readTiles(): Promise<Images> {
  const bytes = new Uint8Array(await readFile(join(folder, 'tiles.bin')));
  const numbers = new Float32Array(bytes.buffer);
  const size = batch * 3 * sizePx * sizePx;
  const names = [INPUT, ...plan.translations.map(({ modality }) => truthOf(modality)), truthOf(SEGMENTATION)];
  return new Map(
    names.map((name, i) => [
      name,
      tf.tidy((): tf.Tensor4D => {
        const planes = tf.tensor4d(numbers.subarray(i * size, (i + 1) * size), [batch, 3, sizePx, sizePx]);
        return tf.transpose(planes, [0, 2, 3, 1]);
      }),
    ]),
  );
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
