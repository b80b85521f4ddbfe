// The only writer of run folders: run.json (what was asked for), events.jsonl (what happened, a line each) and
// checkpoints/step-<n>/, each whole or absent. Going back to a checkpoint cuts the events to those before it.

import { appendFile, mkdir, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { MAXIMUM_CHECKPOINT_BYTES } from '../checkpoints/readCheckpoint.js';
import { readFileBytes } from '../checkpoints/fileBytes.js';
import { encodeSafetensors, readSafetensors } from '../checkpoints/safetensors.js';
import { parseJsonObject } from '../checkpoints/strictJson.js';
import { unwritable } from '../files/unwritable.js';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import type { Weights } from '../networks/weights.js';
import { EngineError } from '../protocol/errors.js';
import type { CheckpointEvent, RunEvent } from '../protocol/runEvents.js';

/** What a checkpoint holds: numbers by name, and anything else as JSON. */
export interface StoredCheckpoint {
  readonly tensors: Weights;
  readonly state: Readonly<Record<string, unknown>>;
}

export interface RunFolder {
  readonly dir: string;
  append(event: RunEvent): Promise<void>;
  /** Keeps this checkpoint and the one before it. */
  checkpoint(step: number, why: CheckpointEvent['why'], stored: StoredCheckpoint): Promise<void>;
}

const EVENTS = 'events.jsonl';
const CHECKPOINTS = 'checkpoints';
const KEPT = 2;
const MAXIMUM_JSON_BYTES = 64 * 1024 * 1024;

/** `<runs>/<stamp>-<name>` with its run.json. @throws EngineError `output-unwritable` */
export async function createRun(
  runs: string,
  name: string,
  started: Date,
  description: object,
): Promise<RunFolder> {
  const stamp = started.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const dir = resolve(runs, `${stamp}-${name}`);
  await makeBeside(dir, async (temporary) => {
    await mkdir(join(temporary, CHECKPOINTS), { recursive: true });
    await writeFile(
      join(temporary, 'run.json'),
      `${JSON.stringify({ schemaVersion: 1, ...description }, null, 1)}\n`,
    );
    await writeFile(join(temporary, EVENTS), '');
  });
  return openFolder(dir);
}

/**
 * Opens a run to continue it after its last checkpoint, which is undefined when it never got to one.
 * @throws EngineError `usage` when there is no run, `model-invalid` when its files are broken
 */
export async function reopenRun(dir: string): Promise<{
  readonly folder: RunFolder;
  readonly description: Readonly<Record<string, unknown>>;
  readonly last: StoredCheckpoint | undefined;
}> {
  const description = await readRun(dir);
  const name = (await checkpointsIn(dir)).at(-1);
  const folder = openFolder(resolve(dir));
  if (name === undefined) {
    await truncate(join(dir, EVENTS), 0);
    return { folder, description, last: undefined };
  }
  const place = join(dir, CHECKPOINTS, name);
  const { eventsBytes, ...state } = await readJson(join(place, 'state.json'));
  const bytes = await readFileBytes(join(place, 'tensors.safetensors'), MAXIMUM_CHECKPOINT_BYTES);
  const { weights } = readSafetensors(bytes, place);
  const { size } = await stat(join(dir, EVENTS));
  if (typeof eventsBytes !== 'number' || eventsBytes > size)
    throw new EngineError(
      'model-invalid',
      `${dir}: ${EVENTS} is shorter than it was at its last checkpoint.`,
    );
  await truncate(join(dir, EVENTS), eventsBytes);
  return { folder, description, last: { tensors: weights, state } };
}

/** run.json. @throws EngineError `usage` when the folder is no run */
async function readRun(dir: string): Promise<Readonly<Record<string, unknown>>> {
  const path = join(dir, 'run.json');
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new EngineError('usage', `${dir} is no run: there is no run.json in it.`);
  const description = await readJson(path);
  if (description.schemaVersion !== 1)
    throw new EngineError('usage', `${path} is of another version of this program.`);
  return description;
}

function openFolder(dir: string): RunFolder {
  const events = join(dir, EVENTS);
  const append = async (event: RunEvent) => {
    try {
      await appendFile(events, `${JSON.stringify(event)}\n`);
    } catch (error) {
      throw unwritable(events, error);
    }
  };
  return {
    dir,
    append,
    async checkpoint(step, why, { tensors, state }) {
      const name = `step-${String(step).padStart(9, '0')}`;
      const { size: eventsBytes } = await stat(events);
      await makeBeside(
        join(dir, CHECKPOINTS, name),
        async (temporary) => {
          await mkdir(temporary);
          await writePieces(join(temporary, 'tensors.safetensors'), encodeSafetensors(tensors));
          const json = JSON.stringify({ ...state, eventsBytes });
          await writePieces(join(temporary, 'state.json'), [new TextEncoder().encode(json)]);
        },
        { replacesFolder: true },
      );
      await append({
        type: 'checkpoint',
        time: new Date().toISOString(),
        step,
        folder: `${CHECKPOINTS}/${name}`,
        why,
      });
      for (const old of (await checkpointsIn(dir)).slice(0, -KEPT))
        await rm(join(dir, CHECKPOINTS, old), { recursive: true, force: true });
    },
  };
}

async function checkpointsIn(dir: string): Promise<string[]> {
  const names = await readdir(join(dir, CHECKPOINTS)).catch(() => []);
  return names.filter((name) => /^step-\d+$/.test(basename(name))).sort();
}

async function readJson(path: string): Promise<Readonly<Record<string, unknown>>> {
  return parseJsonObject(await readFileBytes(path, MAXIMUM_JSON_BYTES), path);
}
