// The checkpoints of a run: which there are, and what each holds: tensors.safetensors (networks),
// optimiser-<name>.safetensors (state of the optimisers) and state.json. engine/records writes them.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import type { CheckpointEvent } from '../runlog/runEvents.js';
import { matching, oneOf, stored, text, whole, type Shape } from '../protocol/shape.js';
import { readSafetensors } from '../tensors/safetensors.js';
import { MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE } from '../tensors/weightFile.js';
import type { StoredTensor, Weights } from '../tensors/weights.js';
import { MOST_CHECKPOINT_STATE_BYTES } from './limits.js';

/** Numbers by name, and everything else as JSON. */
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

export function stepName(step: number): string {
  return `step-${String(step).padStart(9, '0')}`;
}

/** Names of the checkpoints of steps, by rising step. */
export async function checkpointsIn(dir: string): Promise<string[]> {
  const names = await readdir(join(dir, CHECKPOINTS)).catch(() => []);
  return names
    .filter((name) => /^step-\d{9,15}$/.test(name))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
}

export interface ListedCheckpoint {
  /** "step-000000100", "best", "before-divergence". */
  readonly name: string;
  /** undefined for a checkpoint that is kept for a reason. */
  readonly step: number | undefined;
  readonly writtenMs: number;
}

/** All checkpoints: those of steps, the last first, then those that are kept for a reason. */
export async function listCheckpoints(dir: string): Promise<readonly ListedCheckpoint[]> {
  const steps = (await checkpointsIn(dir)).reverse();
  const all = (await readdir(join(dir, CHECKPOINTS)).catch(() => [])).filter((name) => !name.startsWith('.'));
  const kept = all.filter((name) => !steps.includes(name)).sort();
  return Promise.all(
    [...steps, ...kept].map(async (name, i) => ({
      name,
      step: i < steps.length ? Number(name.slice(5)) : undefined,
      writtenMs: (await stat(join(dir, CHECKPOINTS, name)).catch(() => undefined))?.mtimeMs ?? NaN,
    })),
  );
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

/** The step after which it was written. @throws ShapeError for a state without it */
export function stepOfState(state: Readonly<Record<string, unknown>>, where: string): number {
  return progressOf(state, where).progress.step;
}

/**
 * @param parts `networks` leaves out the state of the optimisers
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
    const bytes = await readFileBytes(join(folder, file), MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE);
    for (const [name, tensor] of readSafetensors(bytes, join(folder, file)).weights)
      tensors.set(name, tensor);
  }
  return { tensors, state, ...bookkeeping(state, join(folder, STATE)) };
}

/** The same without the numbers. @throws EngineError as readStored */
export async function readStoredState(folder: string): Promise<Omit<StoredCheckpoint, 'tensors'>> {
  const state = await readState(folder);
  return { state, ...bookkeeping(state, join(folder, STATE)) };
}

async function readState(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const path = join(folder, STATE);
  return parseJsonObject(await readFileBytes(path, MOST_CHECKPOINT_STATE_BYTES), path);
}
