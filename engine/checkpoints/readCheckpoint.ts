// Reads weight files of any kind: PyTorch's .pth (zip and the older stream), TorchScript's .pt, and safetensors. They
// are data: pickles are parsed, never executed, and TorchScript's code is not even opened.

import { MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE } from '../tensors/weightFile.js';
import { ELEMENT_BYTES } from '../tensors/floatFormats.js';
import { readFileBytes, quoted } from '../files/fileBytes.js';
import { ByteCursor } from '../tensors/byteCursor.js';
import type { NamedTensors } from '../tensors/weights.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { isLegacyStream, readLegacyStream } from './legacyStream.js';
import { readPickle } from './pickle.js';
import { isNode } from './pickleValue.js';
import { isSafetensors, readSafetensors } from '../tensors/safetensors.js';
import { allowTorchScriptNames, readNamedTensors, withoutWrappers } from './stateDict.js';
import { TensorReader } from './storedTensors.js';
import { openZip, type ZipEntries } from './zipEntries.js';

/** Tensors by state_dict name; float32, also if the file had another precision. */
export interface Checkpoint extends NamedTensors {
  readonly format: 'zip' | 'legacy' | 'torchscript' | 'safetensors';
}

/**
 * Reads the weights of one network. The format is recognised by content, not by the file's name.
 *
 * @throws EngineError `model-not-found` when the file cannot be read, `model-invalid` when it is not a sound
 *   weight file of a known format.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  return readCheckpointBytes(await readFileBytes(path, MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE), path);
}

/**
 * Same as {@link readCheckpoint}, for bytes that were read already; `where` names them in messages. The tensors may
 * be views on `bytes`.
 */
export async function readCheckpointBytes(bytes: Uint8Array, where: string): Promise<Checkpoint> {
  if (bytes.length === 0) throw invalidModel(where, 'is empty; expected the weights of a network');
  if (isSafetensors(bytes))
    return { ...withoutWrappers(readSafetensors(bytes, where)), format: 'safetensors' };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readZip(bytes, where);
  if (isLegacyStream(bytes)) return { ...readLegacyStream(bytes, where), format: 'legacy' };
  throw invalidModel(where, 'is no weight file; expected PyTorch (.pth), TorchScript (.pt) or safetensors');
}

async function readZip(bytes: Uint8Array, where: string): Promise<Checkpoint> {
  const entries = await openZip(bytes, where);
  const folder = findFolder(entries, where);
  const byteOrder = `${folder}/byteorder`;
  if (entries.has(byteOrder) && Buffer.from(entries.read(byteOrder)).toString('latin1').trim() !== 'little')
    throw invalidModel(where, 'was not written in little-endian byte order; save it again so');
  const pickle = `${folder}/data.pkl`;
  const root = readPickle(new ByteCursor(entries.read(pickle), `${where}, ${pickle}`), allowTorchScriptNames);
  const tensors = new TensorReader(where, bytes.length, ({ key, format, elements }) => {
    const storage = entries.read(`${folder}/data/${key}`);
    if (storage.length < elements * ELEMENT_BYTES[format])
      throw invalidModel(
        where,
        `storage ${quoted(key)} is shorter than the ${elements} numbers it should hold`,
      );
    return storage;
  });
  const format = isNode(root) && root.kind === 'object' ? 'torchscript' : 'zip';
  return { ...readNamedTensors(root, tensors, where), format };
}

/** PyTorch puts everything into one folder named after the file at the time of saving. */
function findFolder(entries: ZipEntries, where: string): string {
  const pickles = entries.names.filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length !== 1)
    throw invalidModel(where, `holds ${pickles.length} data.pkl files; a PyTorch file has exactly one`);
  return pickles[0]!.slice(0, -'/data.pkl'.length);
}
