// Parity of discriminators against fixture folder c_discriminators: parameters, outputs in evaluation and in training,
// and the running statistics and spectral vectors after a training pass.

import { join } from 'node:path';
import type { Backend } from '../../engine/backends/backend.js';
import { openBackend } from '../../engine/backends/openBackend.js';
import { readCheckpoint } from '../../engine/checkpoints/readCheckpoint.js';
import type { DiscriminatorArchitecture, NormKind } from '../../engine/networks/architecture.js';
import { buildNetwork } from '../../engine/networks/build.js';
import type { Network } from '../../engine/networks/layers.js';
import { checkWeights } from '../../engine/networks/parameters.js';
import type { Weights } from '../../engine/tensors/weights.js';
import { largestDifference, within, type ParityCheck, type ParitySuite } from './check.js';
import { measured } from './measured.js';
import {
  checksumError,
  joined,
  planesOf,
  readImages,
  readManifest,
  type Checksum,
  type Images,
  type TensorEntry,
} from './fixtureTensors.js';
import {
  forwardOnCpu,
  networkRunner,
  parameterListCheck,
  partly,
  traceCheck,
  weightFileChecks,
  type StateEntry,
  type TraceEntry,
} from './networkChecks.js';

const TOLERANCE = 1e-4;

interface Manifest {
  /** Inputs that are concatenated on the channel axis, in this order. */
  readonly inputs: Readonly<Record<string, TensorEntry>>;
  readonly variants: Readonly<Record<string, Variant>>;
}

interface Variant {
  readonly netD: 'n_layers' | 'basic' | 'pixel';
  readonly n_layers: number;
  readonly ndf: number;
  readonly norm: NormKind;
  readonly files: Readonly<Record<string, string>>;
  /** "eval", or "train_forward_n<images>" for a pass over that many images, counted from the first. */
  readonly outputs: Readonly<Record<string, TensorEntry>>;
  readonly state_dict: readonly StateEntry[];
  readonly layer_trace_eval?: readonly TraceEntry[];
  /** State after the training pass over that many images. */
  readonly [state: `state_after_train_n${number}`]: Readonly<Record<string, Checksum>> | undefined;
}

export const cDiscriminators: ParitySuite = async function* (root, context) {
  const folder = join(root, 'c_discriminators');
  const manifest = await readManifest<Manifest>(folder);
  const parts: Images[] = [];
  for (const entry of Object.values(manifest.inputs)) parts.push(await readImages(folder, entry));
  const pairs = sideBySide(parts);
  const backend = await openBackend(context.backend);
  try {
    for (const [name, variant] of Object.entries(manifest.variants)) {
      const title = `c_discriminators · ${name}`;
      yield* partly(title, variantChecks(title, join(folder, name), variant, pairs, backend));
    }
  } finally {
    await backend.dispose();
  }
};

async function* variantChecks(
  title: string,
  folder: string,
  variant: Variant,
  pairs: Images,
  backend: Backend,
): AsyncGenerator<ParityCheck> {
  const network = buildNetwork(architectureOf(variant, pairs.shape[1]));
  yield parameterListCheck(title, network, variant.state_dict);
  yield* weightFileChecks(title, folder, variant.files, variant.state_dict);

  const { weights } = await readCheckpoint(join(folder, variant.files.pth!));
  checkWeights(network, weights, { normalisation: 'running' });
  for (const [key, entry] of Object.entries(variant.outputs)) {
    const trained = /^train_forward_n(\d+)$/.exec(key)?.[1];
    if (trained !== undefined) {
      yield* trainingChecks(title, folder, network, weights, firstOf(pairs, Number(trained)), entry, variant);
      continue;
    }
    yield await measured(`${title} · ${key}`, TOLERANCE, async () => {
      if (key !== 'eval') throw new Error(`unknown output "${key}"`);
      const expected = await readImages(folder, entry);
      const runner = networkRunner(backend, network, weights);
      try {
        const outputs = await runner.run(firstOf(pairs, expected.shape[0]), 'running');
        return largestDifference(joined(outputs), expected.data);
      } finally {
        await runner.close();
      }
    });
  }
  if (variant.layer_trace_eval) {
    const images = firstOf(pairs, variant.layer_trace_eval[0]!.shape[0]!);
    const trace = variant.layer_trace_eval;
    yield await traceCheck(`${title} · layer_trace_eval`, network, weights, images, 'running', trace);
  }
}

async function* trainingChecks(
  title: string,
  folder: string,
  network: Network,
  weights: Weights,
  images: Images,
  entry: TensorEntry,
  variant: Variant,
): AsyncGenerator<ParityCheck> {
  const count = images.shape[0];
  const { output, state } = await forwardOnCpu(network, weights, images, { dropoutSeed: 'off' });
  yield await measured(`${title} · train_forward_n${count}`, TOLERANCE, async () =>
    largestDifference(output.data, (await readImages(folder, entry)).data),
  );
  const errors = Object.entries(variant[`state_after_train_n${count}`] ?? {}).map(([name, expected]) => {
    const found = state.get(name);
    return { name, error: found ? checksumError(found.shape, found.data, expected) : Infinity };
  });
  const worst = errors.sort((a, b) => b.error - a.error)[0];
  if (worst)
    yield within(`${title} · state after train_forward_n${count}`, worst.error, TOLERANCE, worst.name);
}

function architectureOf(variant: Variant, inChannels: number): DiscriminatorArchitecture {
  const { netD, n_layers: layers, ndf: filters, norm } = variant;
  return { name: netD === 'pixel' ? 'pixelgan' : 'patchgan', inChannels, filters, norm, layers };
}

/** Images of several batches concatenated on the channel axis. */
function sideBySide(parts: readonly Images[]): Images {
  const [count, , height, width] = parts[0]!.shape;
  const channels = parts.reduce((sum, { shape }) => sum + shape[1], 0);
  const images = Array.from({ length: count }, (_, i) => parts.map((part) => planesOf(part, i))).flat();
  return { shape: [count, channels, height, width], data: joined(images) };
}

function firstOf(images: Images, count: number): Images {
  const [, channels, height, width] = images.shape;
  return {
    shape: [count, channels, height, width],
    data: images.data.slice(0, count * channels * height * width),
  };
}
