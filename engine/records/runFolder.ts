// The only writer of run folders: run.json (what was asked for), events.jsonl (what happened, a line each) and
// checkpoints/, each whole or absent. Going back to a checkpoint cuts the events to those before it.

import { EVENTS_FILE } from '../reading/runFile.js';
import { RUN_FILE } from '../reading/runFile.js';
import { readRunFile } from '../reading/runFile.js';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeBeside, removeLeftovers } from '../files/writeBeside.js';
import type { CheckpointEvent, RunEvent } from '../runlog/runEvents.js';
import { openEvents } from './eventsFile.js';
import {
  BEST,
  CHECKPOINTS,
  checkpointsIn,
  readStored,
  stepName,
  type StoredCheckpoint,
} from '../reading/runCheckpoints.js';
import { copyCheckpoint, removeCheckpoint, writeStored } from './storedCheckpoint.js';

export interface RunFolder {
  readonly dir: string;
  append(event: RunEvent): Promise<void>;
  /** Goes back to where the last checkpoint was written; to the beginning when there is none. */
  goBack(): Promise<void>;
  /** Keeps this checkpoint and those before it, as many as are to be kept. */
  checkpoint(
    step: number,
    why: CheckpointEvent['why'],
    stored: StoredCheckpoint,
    keepLast: number,
  ): Promise<void>;
  /** Keeps the last checkpoint under another name as well, until another one takes the name. */
  keepAs(name: string, step: number): Promise<void>;
  /** The same with the last one of at most that step, or with the first that is still there; nothing where none is. */
  keepBefore(name: string, step: number): Promise<void>;
}

/** `<runs>/<stamp>-<name>` with its run.json. @throws EngineError `output-unwritable` */
export async function createRun(
  runs: string,
  name: string,
  started: Date,
  description: object,
): Promise<RunFolder> {
  const dir = placeOfRun(runs, name, started);
  await makeBeside(dir, async (temporary) => {
    await mkdir(join(temporary, CHECKPOINTS), { recursive: true });
    await writeRunFile(temporary, description);
    await writeFile(join(temporary, EVENTS_FILE), '');
  });
  return openFolder(dir);
}

/** `<runs>/<stamp>-<name>`. */
export function placeOfRun(runs: string, name: string, started: Date): string {
  const stamp = started.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return resolve(runs, `${stamp}-${name}`);
}

export async function writeRunFile(dir: string, description: object): Promise<void> {
  const text = JSON.stringify({ schemaVersion: 1, ...description }, null, 1);
  await writeFile(join(dir, RUN_FILE), `${text}\n`);
}

/**
 * Opens a run to continue it after its last checkpoint, which is undefined when it never got to one. Nothing is
 * changed before `goBack`, but for what a killed process left half done.
 *
 * @throws EngineError `usage` when there is no run, `model-invalid` when its files are broken
 */
export async function reopenRun(dir: string): Promise<{
  readonly folder: RunFolder;
  readonly description: Readonly<Record<string, unknown>>;
  readonly last: StoredCheckpoint | undefined;
}> {
  const description = await readRunFile(dir);
  await removeLeftovers(join(dir, CHECKPOINTS));
  const name = (await checkpointsIn(dir)).at(-1);
  const last = name === undefined ? undefined : await readStored(join(dir, CHECKPOINTS, name));
  return { folder: await openFolder(resolve(dir), last), description, last };
}

async function openFolder(dir: string, last?: StoredCheckpoint): Promise<RunFolder> {
  const events = await openEvents(join(dir, EVENTS_FILE));
  return {
    dir,
    append: (event) => events.append(event),
    goBack: async () => {
      await events.cut(last?.eventsBytes ?? 0);
      // The event stood after the cut, or was never written.
      if (last?.event) await events.append(last.event);
    },
    async checkpoint(step, why, stored, keepLast) {
      const folder = `${CHECKPOINTS}/${stepName(step)}`;
      const event = { type: 'checkpoint', time: new Date().toISOString(), step, folder, why } as const;
      // A checkpoint must not be on the disk before the events that it counts.
      await events.sync();
      await writeStored(join(dir, folder), { ...stored, eventsBytes: events.bytes, event });
      await events.append(event);
      for (const old of (await checkpointsIn(dir)).slice(0, -keepLast))
        // What cannot be removed is in nobody's way; the next checkpoint tries again.
        await removeCheckpoint(join(dir, CHECKPOINTS, old)).catch(() => undefined);
    },
    async keepBefore(name, step) {
      const all = await checkpointsIn(dir);
      const chosen = all.findLast((one) => Number(one.slice('step-'.length)) <= step) ?? all[0];
      if (chosen !== undefined)
        await copyCheckpoint(join(dir, CHECKPOINTS, chosen), join(dir, CHECKPOINTS, name));
    },
    async keepAs(name, step) {
      await copyCheckpoint(join(dir, CHECKPOINTS, stepName(step)), join(dir, CHECKPOINTS, name));
      if (name !== BEST) return;
      const folder = `${CHECKPOINTS}/${name}`;
      await events.append({ type: 'checkpoint', time: new Date().toISOString(), step, folder, why: 'best' });
    },
  };
}
