// Time that a full-size DeepLIIF model takes on a backend, measured without having one: one translation and one
// segmentation generator of 64 filters with random weights are timed, and counted as often as the model has them. The
// translation is timed on a quarter of a tile, so that a test which nobody waits for any more ends soon.

import type { Backend, LoadedNetwork, Planes } from '../backends/backend.js';
import { throwIfCancelled } from '../control/cancel.js';
import type { GeneratorArchitecture } from '../networks/architecture.js';
import { buildNetwork } from '../networks/build.js';
import type { Network } from '../networks/layers.js';
import { parametersOf } from '../networks/parameters.js';
import type { Control } from '../protocol/progress.js';
import { randomFrom } from '../random/random.js';
import type { StoredTensor, Weights } from '../tensors/weights.js';

interface FullSizeNetwork {
  readonly architecture: GeneratorArchitecture;
  /** Side of the square that is timed. */
  readonly sidePx: number;
  /** Number of such runs in one tile of 512 px. */
  readonly runs: number;
}

/** Networks of the published model: four ResNet-9, five U-Net-512, 64 filters each. */
const COMMON = { inChannels: 3, outChannels: 3, filters: 64, norm: 'batch', dropout: true } as const;
const LAYOUT = { padding: 'zero', upsampling: 'transposed-convolution' } as const;
const FULL_SIZE: readonly FullSizeNetwork[] = [
  { architecture: { name: 'resnet_9blocks', ...COMMON, ...LAYOUT }, sidePx: 256, runs: 4 * 4 },
  { architecture: { name: 'unet_512', ...COMMON, ...LAYOUT }, sidePx: 512, runs: 5 },
];
/** A first run that took longer is taken as the measurement: nothing that it warms up matters beside it. */
const LONG_RUN_MS = 3000;

/** Seconds for one tile of 512 px, rounded to tenths. Other work of the machine makes them more. */
export async function secondsPerFullTile(backend: Backend, control: Control = {}): Promise<number> {
  let ms = 0;
  for (const { architecture, sidePx, runs } of FULL_SIZE)
    ms += runs * (await msPerRun(backend, buildNetwork(architecture), randomTile(sidePx), control));
  return Math.round(ms / 100) / 10;
}

/** A backend that runs several networks at a time is timed with as many. */
async function msPerRun(
  backend: Backend,
  network: Network,
  input: Planes,
  control: Control,
): Promise<number> {
  const weights = randomWeights(network);
  const options = { normalisation: 'tile', precision: 'float32', tilePx: input.width } as const;
  const loaded: LoadedNetwork[] = [];
  try {
    for (let lane = 0; lane < backend.lanes; lane++) {
      throwIfCancelled(control);
      loaded.push(await backend.load(network, weights, options));
    }
    const run = async () => {
      throwIfCancelled(control);
      const started = performance.now();
      await Promise.all(loaded.map((one) => one.run(input)));
      return (performance.now() - started) / loaded.length;
    };
    const first = await run();
    return first > LONG_RUN_MS ? first : await run();
  } finally {
    for (const one of loaded) await one.dispose();
  }
}

/** Small numbers of both signs: zeros and denormal numbers take another time than trained weights. They repeat. */
function randomWeights(network: Network): Weights {
  const random = randomFrom(1);
  const some = Float32Array.from({ length: 4099 }, () => 0.04 * (random.uniform() - 0.5));
  const tensors = parametersOf(network)
    .filter(({ role }) => role !== 'batchCount')
    .map(({ name, role, shape }): [string, StoredTensor] => {
      const data = new Float32Array(shape.reduce((product, side) => product * side, 1));
      const centre = role === 'normWeight' || role === 'runningVariance' ? 1 : 0;
      for (let i = 0; i < data.length; i++) data[i] = centre + some[i % some.length]!;
      return [name, { shape, data }];
    });
  return new Map(tensors);
}

function randomTile(sidePx: number): Planes {
  const random = randomFrom(2);
  const data = Float32Array.from({ length: 3 * sidePx * sidePx }, () => 2 * random.uniform() - 1);
  return { channels: 3, height: sidePx, width: sidePx, data };
}
