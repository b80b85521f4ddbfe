// checkpoints/step-<n>/ of a run: tensors.safetensors (networks), optimiser-<what>.safetensors (what the optimisers
// remember, which is twice as much: one file of a full-size model would be larger than what Node can read, 4 GiB) and
// state.json, all or none. Names other than of steps are checkpoints that are kept for a reason: the best one, the last
// before an alarm.

import { copyFile, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileBytes } from '../checkpoints/fileBytes.js';
import { MAXIMUM_CHECKPOINT_BYTES } from '../checkpoints/readCheckpoint.js';
import { encodeSafetensors, readSafetensors } from '../checkpoints/safetensors.js';
import { parseJsonObject } from '../checkpoints/strictJson.js';
import { besideName, makeBeside, writePieces } from '../files/writeBeside.js';
import type { StoredTensor, Weights } from '../networks/weights.js';
import type { CheckpointEvent } from '../protocol/runEvents.js';
import { matching, oneOf, stored, text, whole, type Shape } from '../protocol/shape.js';

/** What a checkpoint holds: numbers by name, and anything else as JSON. */
export interface StoredCheckpoint {
  readonly tensors: Weights;
  readonly state: Readonly<Record<string, unknown>>;
  /** Length of events.jsonl when it was written, and the event that came next. */
  readonly eventsBytes?: number;
  readonly event?: CheckpointEvent;
}

export const CHECKPOINTS = 'checkpoints';
export const BEST = 'best';
export const TENSORS = 'tensors.safetensors';
const OPTIMISER_FILE = /^optimiser-[a-z0-9]{1,40}\.safetensors$/;
export const STATE = 'state.json';
const MAXIMUM_STATE_BYTES = 256 * 1024 * 1024;

export function stepName(step: number): string {
  return `step-${String(step).padStart(9, '0')}`;
}

/** Of the steps, by rising step. */
export async function checkpointsIn(dir: string): Promise<string[]> {
  const names = await readdir(join(dir, CHECKPOINTS)).catch(() => []);
  return names
    .filter((name) => /^step-\d{9,15}$/.test(name))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
}

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

const checkpointEvent: Shape<CheckpointEvent> = stored({
  type: oneOf('checkpoint'),
  time: text({ most: 40 }),
  step: whole(0),
  folder: matching(/^checkpoints\/step-\d{9,15}$/, 'a checkpoint of the run'),
  why: oneOf('epoch', 'asked', 'stopped', 'best'),
});
const progressOf = stored({ progress: stored({ step: whole(0) }) });
const bookkeeping = stored({ eventsBytes: whole(0) }, { event: checkpointEvent });

/** After which step it was written. @throws ShapeError for a state that says nothing of it */
export function stepOfState(state: Readonly<Record<string, unknown>>, where: string): number {
  return progressOf(state, where).progress.step;
}

/**
 * @param parts `networks` leaves out what the optimisers remember
 * @throws EngineError `model-invalid`, `model-not-found` or `usage` when it is broken
 */
export async function readStored(
  folder: string,
  parts: 'all' | 'networks' = 'all',
): Promise<StoredCheckpoint> {
  const state = await readState(folder);
  const names = await readdir(folder).catch(() => []);
  const others = parts === 'all' ? names.filter((name) => OPTIMISER_FILE.test(name)) : [];
  const tensors = new Map<string, StoredTensor>();
  for (const file of [TENSORS, ...others]) {
    const bytes = await readFileBytes(join(folder, file), MAXIMUM_CHECKPOINT_BYTES);
    for (const [name, tensor] of readSafetensors(bytes, join(folder, file)).weights)
      tensors.set(name, tensor);
  }
  return { tensors, state, ...bookkeeping(state, join(folder, STATE)) };
}

/** Without the numbers. @throws EngineError as readStored */
export async function readStoredState(folder: string): Promise<Omit<StoredCheckpoint, 'tensors'>> {
  const state = await readState(folder);
  return { state, ...bookkeeping(state, join(folder, STATE)) };
}

async function readState(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const path = join(folder, STATE);
  return parseJsonObject(await readFileBytes(path, MAXIMUM_STATE_BYTES), path);
}

/** The same files under another name; links, where the disk knows them, since checkpoints are never changed. */
export async function copyCheckpoint(from: string, to: string): Promise<void> {
  await makeBeside(to, (temporary) => linkFiles(from, temporary), { replacesFolder: true });
}

/** Into a new folder. */
export async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of await readdir(from))
    await link(join(from, file), join(to, file)).catch(() => copyFile(join(from, file), join(to, file)));
}

/** Out of sight first: half a checkpoint must never look like one. */
export async function removeCheckpoint(folder: string): Promise<void> {
  const aside = besideName(folder);
  await rename(folder, aside);
  await rm(aside, { recursive: true, force: true });
}
