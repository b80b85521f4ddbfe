// Imported weights against the manifest's list of parameters, and .pth against TorchScript (fixture d).

import { join } from 'node:path';
import { readCheckpoint } from '../../engine/checkpoints/readCheckpoint.js';
import type { Weights } from '../../engine/tensors/weights.js';
import { largestDifference, within, type ParityCheck } from './check.js';
import type { Manifest } from './dModel.js';

interface Folders {
  readonly checkpoints: string;
  readonly serialised: string;
}

/** Statistics that the reference's inference never uses; TorchScript files lack them. */
const RUNNING = /running_(mean|var)$/;

export async function* weightChecks(
  folder: string,
  manifest: Manifest,
  { checkpoints, serialised }: Folders,
): AsyncGenerator<ParityCheck> {
  for (const file of manifest.files_pth.filter((name) => name.endsWith('.pth'))) {
    const network = /_net_([A-Za-z0-9_]+)\.pth$/.exec(file)![1]!;
    const { weights } = await readCheckpoint(join(folder, checkpoints, file));
    const expected = manifest.state_dict_keys[network];
    if (expected) yield within(`weights · ${file} · names and shapes`, wrongShapes(weights, expected), 0);
    const script = `${network}.pt`;
    if (!manifest.files_pt.includes(script)) continue;
    const { weights: traced } = await readCheckpoint(join(folder, serialised, script));
    yield within(`weights · ${file} = ${script}`, differenceOf(weights, traced), 0);
  }
}

function wrongShapes(weights: Weights, expected: Manifest['state_dict_keys'][string]): number {
  const listed = expected.filter(([name]) => !name.endsWith('num_batches_tracked'));
  const wrong = listed.filter(([name, shape]) => weights.get(name)?.shape.join() !== shape.join());
  return wrong.length + Math.abs(weights.size - listed.length);
}

function differenceOf(weights: Weights, traced: Weights): number {
  const names = [...weights.keys()].filter((name) => !RUNNING.test(name));
  if (names.length !== traced.size) return Infinity;
  return Math.max(
    ...names.map((name) => largestDifference(weights.get(name)!.data, traced.get(name)?.data ?? [])),
  );
}
