// Parity of ResNet generators against fixture folder a_resnet9: names and shapes of parameters, weight files, outputs
// with the tile's own and with running statistics, and the output of every layer.

import { join } from 'node:path';
import type { Backend } from '../../engine/backends/backend.js';
import { openBackend } from '../../engine/backends/openBackend.js';
import { readCheckpoint } from '../../engine/checkpoints/readCheckpoint.js';
import type { GeneratorArchitecture, NormKind } from '../../engine/networks/architecture.js';
import { buildNetwork } from '../../engine/networks/build.js';
import type { PadMode } from '../../engine/networks/layers.js';
import { checkWeights } from '../../engine/networks/parameters.js';
import { largestDifference, type ParityCheck, type ParitySuite } from './check.js';
import { measured } from './measured.js';
import { joined, readImages, readManifest, type Images, type TensorEntry } from './fixtureTensors.js';
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
  readonly inputs: Readonly<Record<string, TensorEntry>>;
  readonly variants: Readonly<Record<string, Variant>>;
}

interface Variant {
  readonly netG: GeneratorArchitecture['name'];
  readonly ngf: number;
  readonly norm: NormKind;
  readonly padding_type: PadMode;
  readonly upsample: 'convtranspose' | 'resize_conv';
  readonly use_dropout: boolean;
  readonly files: Readonly<Record<string, string>>;
  /** "<input>_eval_running_stats" or "<input>_inference_batch_stats". */
  readonly outputs: Readonly<Record<string, TensorEntry>>;
  readonly state_dict: readonly StateEntry[];
  /** "layer_trace_<input>_eval" or "layer_trace_<input>_infer". */
  readonly [trace: `layer_trace_${string}`]: readonly TraceEntry[];
}

export const aResnet9: ParitySuite = async function* (root, context) {
  const folder = join(root, 'a_resnet9');
  const manifest = await readManifest<Manifest>(folder);
  const backend = await openBackend(context.backend);
  try {
    for (const [name, variant] of Object.entries(manifest.variants)) {
      const title = `a_resnet9 · ${name}`;
      yield* partly(title, variantChecks(title, folder, name, variant, manifest.inputs, backend));
    }
  } finally {
    await backend.dispose();
  }
};

async function* variantChecks(
  title: string,
  folder: string,
  name: string,
  variant: Variant,
  inputs: Manifest['inputs'],
  backend: Backend,
): AsyncGenerator<ParityCheck> {
  const network = buildNetwork(architectureOf(variant, Object.values(inputs)[0]!.shape[1]!));
  yield parameterListCheck(title, network, variant.state_dict);
  yield* weightFileChecks(title, join(folder, name), variant.files, variant.state_dict);

  const { weights } = await readCheckpoint(join(folder, name, variant.files.pth!));
  checkWeights(network, weights, { normalisation: 'running' });
  const runner = networkRunner(backend, network, weights);
  try {
    for (const [key, entry] of Object.entries(variant.outputs))
      yield await measured(`${title} · ${key}`, TOLERANCE, async () => {
        const images = await inputOf(key, inputs, folder);
        const expected = await readImages(join(folder, name), entry);
        const tileStatistics = key.endsWith('_inference_batch_stats');
        if (!tileStatistics && !key.includes('_eval')) throw new Error(`unknown output "${key}"`);
        // The reference takes statistics over the whole batch; backends run image by image.
        const actual =
          tileStatistics && images.shape[0] > 1
            ? (await forwardOnCpu(network, weights, images, 'batch')).output.data
            : joined(await runner.run(images, tileStatistics ? 'tile' : 'running'));
        return largestDifference(actual, expected.data);
      });
  } finally {
    await runner.close();
  }
  for (const key of Object.keys(variant).filter((key) => key.startsWith('layer_trace_'))) {
    const trace = variant[key as `layer_trace_${string}`]!;
    const images = await inputOf(key.slice('layer_trace_'.length), inputs, folder);
    const mode = key.endsWith('_infer') ? 'tile' : 'running';
    yield await traceCheck(`${title} · ${key}`, network, weights, images, mode, trace);
  }
}

function architectureOf(variant: Variant, channels: number): GeneratorArchitecture {
  return {
    name: variant.netG,
    inChannels: channels,
    outChannels: channels,
    filters: variant.ngf,
    norm: variant.norm,
    dropout: variant.use_dropout,
    padding: variant.padding_type,
    upsampling: variant.upsample === 'resize_conv' ? 'resize-convolution' : 'transposed-convolution',
  };
}

/** Finds the input whose name a key begins with. */
async function inputOf(key: string, inputs: Manifest['inputs'], folder: string): Promise<Images> {
  const name = Object.keys(inputs).find((input) => key.startsWith(`${input}_`));
  if (name === undefined)
    throw new Error(`"${key}" begins with none of the inputs ${Object.keys(inputs).join(', ')}`);
  return readImages(folder, inputs[name]!);
}
