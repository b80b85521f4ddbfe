// Parity of the U-Net generator against fixture folder b_unet512: parameters, weight files, outputs, layers.

import { join } from 'node:path';
import type { Backend } from '../../engine/backends/backend.js';
import { openBackend } from '../../engine/backends/openBackend.js';
import { readCheckpoint } from '../../engine/checkpoints/readCheckpoint.js';
import type { GeneratorArchitecture, NormKind } from '../../engine/networks/architecture.js';
import { buildNetwork } from '../../engine/networks/build.js';
import { checkWeights } from '../../engine/networks/parameters.js';
import { largestDifference, type ParityCheck, type ParitySuite } from './check.js';
import { readInputImage } from './inputImage.js';
import { measured } from './measured.js';
import {
  checksumError,
  everyNth,
  readImages,
  readManifest,
  type Checksum,
  type Images,
  type TensorEntry,
} from './fixtureTensors.js';
import {
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
  readonly input: Checksum;
  readonly variants: Readonly<Record<string, Variant>>;
}

interface Variant {
  readonly netG: GeneratorArchitecture['name'];
  readonly ngf: number;
  readonly norm: NormKind;
  readonly use_dropout: boolean;
  readonly files: Readonly<Record<string, string>>;
  /** "eval…" with running statistics, "inference…" with those of the tile; some files hold only every n-th pixel. */
  readonly outputs: Readonly<Record<string, TensorEntry>>;
  readonly state_dict: readonly StateEntry[];
  readonly layer_trace_eval?: readonly TraceEntry[];
  readonly layer_trace_infer?: readonly TraceEntry[];
}

export const bUnet512: ParitySuite = async function* (root, context) {
  const folder = join(root, 'b_unet512');
  const manifest = await readManifest<Manifest>(folder);
  const image = await readInputImage(join(folder, 'input.png'));
  yield await measured('b_unet512 · input image', 1e-9, () =>
    checksumError(image.shape, image.data, manifest.input),
  );
  const backend = await openBackend(context.backend);
  try {
    for (const [name, variant] of Object.entries(manifest.variants)) {
      const title = `b_unet512 · ${name}`;
      yield* partly(title, variantChecks(title, join(folder, name), variant, image, backend));
    }
  } finally {
    await backend.dispose();
  }
};

async function* variantChecks(
  title: string,
  folder: string,
  variant: Variant,
  image: Images,
  backend: Backend,
): AsyncGenerator<ParityCheck> {
  const network = buildNetwork({
    name: variant.netG,
    inChannels: image.shape[1],
    outChannels: 3,
    filters: variant.ngf,
    norm: variant.norm,
    dropout: variant.use_dropout,
    padding: 'zero',
    upsampling: 'transposed-convolution',
  });
  yield parameterListCheck(title, network, variant.state_dict);
  yield* weightFileChecks(title, folder, variant.files, variant.state_dict);

  const { weights } = await readCheckpoint(join(folder, variant.files.pth!));
  checkWeights(network, weights, { normalisation: 'running' });
  const runner = networkRunner(backend, network, weights);
  try {
    for (const [key, entry] of Object.entries(variant.outputs))
      yield await measured(`${title} · ${key}`, TOLERANCE, async () => {
        const expected = await readImages(folder, entry);
        const [output] = await runner.run(image, key.startsWith('inference') ? 'tile' : 'running');
        const step = output!.height / expected.shape[2];
        return largestDifference(everyNth(output!, step), expected.data);
      });
  } finally {
    await runner.close();
  }
  for (const [key, mode] of [
    ['layer_trace_eval', 'running'],
    ['layer_trace_infer', 'tile'],
  ] as const) {
    const trace = variant[key];
    if (trace) yield await traceCheck(`${title} · ${key}`, network, weights, image, mode, trace);
  }
}
