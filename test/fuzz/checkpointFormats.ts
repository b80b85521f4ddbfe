// Fuzz targets of the checkpoints room. Seeds are small files of every kind, written by PyTorch if possible, and also
// parts of files by themselves: a zip's checksums would stop most mutations before they reach the pickle.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ByteCursor } from '../../engine/tensors/byteCursor.js';
import { interpretTrainOptions } from '../../engine/checkpoints/deepLiifOptions.js';
import { parseManifest } from '../../engine/checkpoints/manifest.js';
import { readPickle } from '../../engine/checkpoints/pickle.js';
import { readCheckpointBytes } from '../../engine/checkpoints/readCheckpoint.js';
import { encodeSafetensors } from '../../engine/tensors/safetensors.js';
import { allowTorchScriptNames, readNamedTensors } from '../../engine/checkpoints/stateDict.js';
import { TensorReader } from '../../engine/checkpoints/storedTensors.js';
import { parseTrainOptions } from '../../engine/checkpoints/trainOptions.js';
import { openZip } from '../../engine/checkpoints/zipEntries.js';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { legacyStream, pth, TINY_RESNET, torchScript, weightsFor } from '../unit/checkpoints/weightFiles.js';
import type { FuzzTarget } from './target.js';

const STORAGE_BYTES = 4096;

export async function checkpointTargets(): Promise<FuzzTarget[]> {
  const root = packageRoot();
  // Plain arrays, since mutations begin with a slice, and the slice of a Buffer would be a view.
  const file = async (...path: readonly string[]): Promise<Uint8Array> =>
    new Uint8Array(await readFile(join(root, ...path)));
  const fixture = (...path: readonly string[]): Promise<Uint8Array> => file('test', 'fixtures', ...path);
  const zips = await Promise.all(
    ['views.pth', 'precisions.pth', 'views_protocol4.pth', 'traced.pth'].map((file) =>
      fixture('checkpoints', file),
    ),
  );
  const scripts = [await fixture('checkpoints', 'traced.pt'), torchScript(few())];
  const legacy = [await fixture('checkpoints', 'views_legacy.pth'), legacyStream(few())];
  const options = await Promise.all(
    ['DeepLIIF_tiny', 'legacy_names_serialized'].map((folder) =>
      fixture('deepliif', 'd_model', folder, 'train_opt.txt'),
    ),
  );
  const checkpoint = (name: string, seeds: readonly Uint8Array[]): FuzzTarget => ({
    name,
    seeds,
    parse: async (bytes) => {
      await readCheckpointBytes(bytes, name);
    },
  });
  return [
    { name: 'pickle', seeds: await pickles([...zips, ...scripts]), parse: parsePickle },
    checkpoint('pth', [...zips, pth(few())]),
    checkpoint('pth-legacy', legacy),
    checkpoint('torchscript', scripts),
    checkpoint('safetensors', [new Uint8Array(Buffer.concat(encodeSafetensors(few())))]),
    { name: 'train-options', seeds: options, parse: parseOptions },
    {
      name: 'manifest',
      seeds: [await fixture('models', 'deepliif-tiny', 'manifest.json')],
      parse: (bytes) => attempt(() => parseManifest(bytes, 'manifest.json')),
    },
  ];
}

/** Only a few tensors: in a small seed more mutations hit a header. */
function few(): ReturnType<typeof weightsFor> {
  return new Map([...weightsFor(TINY_RESNET)].slice(0, 6));
}

async function pickles(zips: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const bytes of zips) {
    const entries = await openZip(bytes, 'seed');
    const name = entries.names.find((candidate) => candidate.endsWith('/data.pkl'));
    if (name) found.push(new Uint8Array(entries.read(name)));
  }
  return found;
}

/** Parses the pickle and the tensors that it describes, over storages of zeros. */
function parsePickle(bytes: Uint8Array): Promise<void> {
  return attempt(() => {
    const value = readPickle(new ByteCursor(bytes, 'data.pkl'), allowTorchScriptNames);
    const storage = new Uint8Array(STORAGE_BYTES);
    readNamedTensors(value, new TensorReader('data.pkl', STORAGE_BYTES, () => storage), 'data.pkl');
  });
}

function parseOptions(bytes: Uint8Array): Promise<void> {
  return attempt(() => interpretTrainOptions(parseTrainOptions(bytes, 'train_opt.txt'), 'train_opt.txt'));
}

/** Turns an exception of a function into a rejection. */
async function attempt(parse: () => unknown): Promise<void> {
  await Promise.resolve();
  parse();
}
