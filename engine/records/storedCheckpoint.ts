// Writer of checkpoints/step-<n>/ of a run: tensors.safetensors (networks), optimiser-<name>.safetensors (the optimisers'
// memory, which is twice as much: one file of a full-size model would be larger than Node can read, 4 GiB) and
// state.json, all or none. Folders with other names are checkpoints that are kept for a reason: the best one, the last
// before an alarm.

import { copyFile, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { besideName, makeBeside, writePieces } from '../files/writeBeside.js';
import { STATE, TENSORS, type StoredCheckpoint } from '../reading/runCheckpoints.js';
import { encodeSafetensors } from '../tensors/safetensors.js';
import type { StoredTensor, Weights } from '../tensors/weights.js';

/** @throws EngineError `output-unwritable` */
export async function writeStored(folder: string, checkpoint: StoredCheckpoint): Promise<void> {
  const { tensors, state, eventsBytes, event } = checkpoint;
  await makeBeside(
    folder,
    async (temporary) => {
      await mkdir(temporary);
      for (const [file, part] of byFile(tensors))
        await writePieces(join(temporary, file), encodeSafetensors(part));
      const json = JSON.stringify({ ...state, eventsBytes, event });
      await writePieces(join(temporary, STATE), [new TextEncoder().encode(json)]);
    },
    { replacesFolder: true },
  );
}

/** "optimiser/first/dapi/…" is in optimiser-first.safetensors. */
function byFile(tensors: Weights): ReadonlyMap<string, Weights> {
  const files = new Map<string, Map<string, StoredTensor>>();
  for (const [name, tensor] of tensors) {
    const what = /^optimiser\/([a-z0-9]{1,40})\//.exec(name)?.[1];
    const file = what === undefined ? TENSORS : `optimiser-${what}.safetensors`;
    files.set(file, (files.get(file) ?? new Map<string, StoredTensor>()).set(name, tensor));
  }
  return files;
}

/** The same files under another name; links, where the disk knows them, since checkpoints are never changed. */
export async function copyCheckpoint(from: string, to: string): Promise<void> {
  await makeBeside(to, (temporary) => linkFiles(from, temporary), { replacesFolder: true });
}

/** Links all files into a new folder, or copies them where the disk knows no links. */
export async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of await readdir(from))
    await link(join(from, file), join(to, file)).catch(() => copyFile(join(from, file), join(to, file)));
}

/** Removes a checkpoint. It is renamed first: half a checkpoint must never look like one. */
export async function removeCheckpoint(folder: string): Promise<void> {
  const aside = besideName(folder);
  await rename(folder, aside);
  await rm(aside, { recursive: true, force: true });
}
