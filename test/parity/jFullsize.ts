// Parity of full-size networks against fixture folder j_fullsize: 64 filters, a 512 px tile, weights by formula.

import { basename, dirname, join } from 'node:path';
import type { Backend } from '../../engine/backends/backend.js';
import { openBackend } from '../../engine/backends/openBackend.js';
import type { GeneratorArchitecture } from '../../engine/networks/architecture.js';
import { buildNetwork } from '../../engine/networks/build.js';
import type { Network } from '../../engine/networks/layers.js';
import { checkWeights, parameterCount, parametersOf } from '../../engine/networks/parameters.js';
import { largestDifference, within, type ParityCheck, type ParitySuite } from './check.js';
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
import { networkRunner, partly } from './networkChecks.js';
import { formulaTensor, formulaWeights } from './weightFormula.js';

const TOLERANCE = 1e-4;

interface Manifest {
  /** Path of a picture, relative to the folder. */
  readonly input: string;
  /** Seed of the weight rule, which it calls the split; without it, the two sets of fixtures are tried. */
  readonly split?: string;
  /** Networks by "<architecture>_ngf<filters>". */
  readonly nets: Readonly<Record<string, NetEntry>>;
}

interface NetEntry {
  readonly outputs: TensorEntry & { readonly note?: string };
  readonly weight_check: Readonly<Record<string, Checksum>>;
  readonly params: number;
}

export const jFullsize: ParitySuite = async function* (root, context) {
  const folder = join(root, 'j_fullsize');
  const manifest = await readManifest<Manifest>(folder);
  const image = await readInputImage(join(folder, manifest.input));
  // Plain JavaScript would take an hour.
  const backend = await openBackend(context.backend === 'cpu' ? 'wasm' : context.backend);
  const seeds = [manifest.split, 'open', 'held', basename(root), basename(dirname(root))];
  try {
    for (const [name, entry] of Object.entries(manifest.nets)) {
      const title = `j_fullsize · ${name}`;
      yield* partly(title, netChecks(title, folder, name, entry, image, backend, seeds));
    }
  } finally {
    await backend.dispose();
  }
};

async function* netChecks(
  title: string,
  folder: string,
  name: string,
  entry: NetEntry,
  image: Images,
  backend: Backend,
  seeds: readonly (string | undefined)[],
): AsyncGenerator<ParityCheck> {
  const network = buildNetwork(architectureOf(name));
  yield within(`${title} · number of parameters`, Math.abs(parameterCount(network) - entry.params), 0);

  const errors = seeds
    .filter((seed) => seed !== undefined)
    .map((seed) => ({ seed, error: weightError(network, entry, seed) }))
    .sort((a, b) => a.error - b.error);
  const { seed, error } = errors[0]!;
  yield within(`${title} · weights by formula`, error, 1e-8);
  const weights = formulaWeights(network, seed);
  checkWeights(network, weights, { normalisation: 'running' });

  const runner = networkRunner(backend, network, weights);
  try {
    const [output] = await runner.run(image, 'tile');
    yield await measured(`${title} · output`, TOLERANCE, async () => {
      const expected = await readImages(folder, entry.outputs);
      return largestDifference(everyNth(output!, output!.height / expected.shape[2]), expected.data);
    });
    const full = fullChecksum(entry.outputs.note);
    if (full)
      yield await measured(`${title} · sums over the whole output`, TOLERANCE, () =>
        checksumError([1, output!.channels, output!.height, output!.width], output!.data, full),
      );
  } finally {
    await runner.close();
  }
}

function architectureOf(name: string): GeneratorArchitecture {
  const [, architecture, filters] = /^(.+)_ngf(\d+)$/.exec(name) ?? [];
  if (architecture === undefined) throw new Error(`"${name}" is not of the form <architecture>_ngf<filters>`);
  return {
    name: architecture as GeneratorArchitecture['name'], // checked by buildNetwork
    inChannels: 3,
    outChannels: 3,
    filters: Number(filters),
    norm: 'batch',
    dropout: true,
    padding: 'zero',
    upsampling: 'transposed-convolution',
  };
}

function weightError(network: Network, { weight_check: listed }: NetEntry, seed: string): number {
  const specs = new Map(parametersOf(network).map((spec) => [spec.name, spec]));
  return Math.max(
    ...Object.entries(listed).map(([name, expected]) => {
      const spec = specs.get(name);
      if (!spec) return Infinity;
      const { shape, data } = formulaTensor(spec, seed);
      return checksumError(shape, data, expected);
    }),
  );
}

/** The note ends with the checksum of the tensor before pixels were left out. */
function fullChecksum(note = ''): Checksum | undefined {
  const json = /full tensor: (\{.*\})/.exec(note)?.[1];
  return json === undefined ? undefined : (JSON.parse(json) as Checksum);
}
