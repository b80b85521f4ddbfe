// The only writer of run folders: run.json (the configuration), events.jsonl (one event a line) and checkpoints/, each
// complete or absent. A resumption from a checkpoint cuts the events to those before it.

import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeBeside, removeLeftovers } from '../files/writeBeside.js';
import { EVENTS_FILE, readRunFile, RUN_FILE } from '../reading/runFile.js';
import type { CheckpointEvent, RunEvent } from '../runlog/runEvents.js';
import { openEvents } from './eventsFile.js';
import {
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
  /** Cuts the events to those before the last checkpoint, or all of them if there is none. */
  goBack(): Promise<void>;
  /**
   * Writes the checkpoint that the event names, after all events before it are safely on the disk. The event itself is
   * the caller's to append; until then the checkpoint holds it, so a run that is killed in between does not lose it.
   */
  checkpoint(event: CheckpointEvent, stored: Pick<StoredCheckpoint, 'tensors' | 'state'>): Promise<void>;
  /** Removes all checkpoints of steps but the last `keepLast`. */
  removeOld(keepLast: number): Promise<void>;
  /** Keeps the checkpoint of the step under another name as well, until another one takes the name. */
  keepAs(name: string, step: number): Promise<void>;
  /**
   * Keeps the last checkpoint of at most that step under the name, or the first that still exists; does nothing without
   * one.
   */
  keepBefore(name: string, step: number): Promise<void>;
}

/** The event of a checkpoint that is written now. @param name of its folder, where it is not its step's */
export function checkpointEvent(
  step: number,
  why: CheckpointEvent['why'],
  name = stepName(step),
): CheckpointEvent {
  return {
    type: 'checkpoint',
    time: new Date().toISOString(),
    step,
    folder: `${CHECKPOINTS}/${name}`,
    why,
  };
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
 * Opens a run to continue it after its last checkpoint, which is undefined when it never got to one. Before `goBack`
 * nothing is changed, except that leftovers of a killed process are removed.
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
    async checkpoint(event, stored) {
      // A checkpoint must not be on the disk before the events that it counts.
      await events.sync();
      await writeStored(join(dir, event.folder), { ...stored, eventsBytes: events.bytes, event });
    },
    async removeOld(keepLast) {
      for (const old of (await checkpointsIn(dir)).slice(0, -keepLast))
        // One that cannot be removed does no harm; the next checkpoint tries again.
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
    },
  };
}
