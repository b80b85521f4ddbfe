// A run folder as `deepliif train --model SDG` leaves it, with the smallest generator there is.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '../../../engine/tensors/safetensors.js';
import { buildNetwork } from '../../../engine/networks/build.js';
import { parametersOf } from '../../../engine/networks/parameters.js';
import type { StoredTensor } from '../../../engine/tensors/weights.js';

export const GENERATOR = {
  name: 'resnet_0blocks',
  inChannels: 9,
  outChannels: 3,
  filters: 2,
  norm: 'batch',
  dropout: false,
  padding: 'zero',
  upsampling: 'transposed-convolution',
} as const;

export const INPUTS = ['grey-hematoxylin', 'dapi', 'segmentation'];

/** Arbitrary weights. @param reads channels of the input that count; all others have weight 0 in the first layer */
export function tinyWeights(reads: readonly number[]): Map<string, StoredTensor> {
  return new Map(
    parametersOf(buildNetwork(GENERATOR)).map(({ name, role, shape }) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const plain = role === 'runningVariance' || role === 'normWeight';
      const data = Float32Array.from({ length: size }, (_, i) => (plain ? 1 : 0.3 * Math.sin(i + 1)));
      if (shape[1] === 9) {
        const perChannel = shape[2]! * shape[3]!;
        data.forEach((_, i) => {
          if (!reads.includes(Math.floor(i / perChannel) % 9)) data[i] = 0;
        });
      }
      return [name, { shape, data }];
    }),
  );
}

export async function writeTinyRun(
  dir: string,
  { inputs = INPUTS, output = 'ihc', reads = [0, 1, 2, 3, 4, 5, 6, 7, 8], step = 1 } = {},
): Promise<void> {
  const checkpoint = join(dir, 'checkpoints', `step-${String(step).padStart(9, '0')}`);
  await mkdir(checkpoint, { recursive: true });
  const model = { inputs, translations: [{ modality: output, generator: GENERATOR }], segmentations: [] };
  await writeFile(
    join(dir, 'run.json'),
    JSON.stringify({ schemaVersion: 1, data: '/data', plan: { model } }),
  );
  const tensors = new Map([...tinyWeights(reads)].map(([name, tensor]) => [`${output}/${name}`, tensor]));
  // Tensors of other networks and of the optimiser are there, too.
  tensors.set('d-ihc/model.0.bias', { shape: [1], data: new Float32Array(1) });
  tensors.set('adam/first/ihc/model.1.weight', { shape: [1], data: new Float32Array(1) });
  await writeFile(join(checkpoint, 'tensors.safetensors'), Buffer.concat(encodeSafetensors(tensors)));
}
