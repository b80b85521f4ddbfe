// A fork: a new run that begins where another one was when it wrote a checkpoint. Both have the events until then, and
// each continues by itself. The first one stays as it is, so nothing is lost, and the dashboard shows one over the other.

import { copyFile, open, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { exists, makeBeside } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import { isEventFile } from '../runlog/tensorBoardPlaces.js';
import { bestOf } from './bestCheckpoint.js';
import { findCheckpoint, type WhichCheckpoint } from '../reading/findCheckpoint.js';
import {
  BEST,
  CHECKPOINTS,
  readStoredState,
  STATE,
  stepName,
  stepOfState,
  TENSORS,
  type StoredCheckpoint,
} from '../reading/runCheckpoints.js';
import { EVENTS_FILE, readRunFile } from '../reading/runFile.js';
import { placeOfRun, writeRunFile } from './runFolder.js';
import { SAMPLES } from './samplesFolder.js';
import { linkFiles } from './storedCheckpoint.js';

export interface ForkedRun {
  readonly dir: string;
  /** Name of the checkpoint, in the first run. */
  readonly checkpoint: string;
  /** Last step that both have. */
  readonly step: number;
}

/**
 * Makes `<runs>/<stamp>-<name>-from-<step>`, by default beside the other run. It is complete or absent, and needs no
 * space for checkpoints and pictures if the disk supports hard links.
 *
 * @throws EngineError `usage` for a folder that is no run or has no such checkpoint, `model-invalid` for broken files,
 *   `output-unwritable`
 */
export async function forkRun(
  dir: string,
  which: WhichCheckpoint,
  runs = dirname(resolve(dir)),
): Promise<ForkedRun> {
  const description = await readRunFile(dir);
  const checkpoint = await findCheckpoint(dir, which);
  const stored = await readStoredState(join(dir, CHECKPOINTS, checkpoint));
  const step = stepOfState(stored.state, `${checkpoint}/${STATE}`);
  const events = await eventsBefore(join(dir, EVENTS_FILE), stored.eventsBytes ?? 0);
  const place = await freePlace(placeOfRun(runs, `${nameOf(dir)}-from-${step}`, new Date()));
  await makeBeside(place, async (fork) => {
    await linkCheckpoint(dir, checkpoint, join(fork, CHECKPOINTS, stepName(step)));
    await keepBest(dir, fork, step, stored.state);
    await linkSamples(dir, fork, step);
    // These are cut when the run continues, so they must not be the same files.
    for (const name of (await readdir(dir)).filter(isEventFile))
      await copyFile(join(dir, name), join(fork, name));
    await writeFile(join(fork, EVENTS_FILE), withEvent(events, stored.event));
    const forkedFrom = { run: basename(resolve(dir)), checkpoint, step };
    await writeRunFile(fork, { ...description, forkedFrom });
  });
  return { dir: place, checkpoint, step };
}

/** The place, or one with a number where two forks come in one second. */
async function freePlace(place: string): Promise<string> {
  for (let n = 1; ; n++) {
    const free = n === 1 ? place : `${place}-${n}`;
    if (!(await exists(free))) return free;
  }
}

/** Name in a run's folder: "tiles" of "2026-11-28-100000-tiles", also if that was a fork. */
function nameOf(dir: string): string {
  return basename(resolve(dir))
    .replace(/^\d{4}-\d\d-\d\d-\d{6}-/, '')
    .replace(/-from-\d+(-\d+)?$/, '');
}

/** @throws EngineError `model-invalid` for a file that is shorter */
async function eventsBefore(path: string, length: number): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => undefined);
  try {
    const { size = 0 } = (await file?.stat()) ?? {};
    if (!file || size < length)
      throw new EngineError(
        'model-invalid',
        `${path} has ${size} bytes, and had ${length} when the checkpoint was written; choose an earlier checkpoint.`,
      );
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, 0);
    return bytes;
  } finally {
    await file?.close();
  }
}

function withEvent(before: Buffer, event: StoredCheckpoint['event']): Buffer {
  return event ? Buffer.concat([before, Buffer.from(`${JSON.stringify(event)}\n`)]) : before;
}

/**
 * @throws EngineError `usage` if a process that trains the run has removed it meanwhile, `model-invalid` for an
 * incomplete one
 */
async function linkCheckpoint(dir: string, checkpoint: string, to: string): Promise<void> {
  const from = join(dir, CHECKPOINTS, checkpoint);
  try {
    await linkFiles(from, to);
  } catch (thrown) {
    if (await exists(from)) throw thrown;
    throw new EngineError(
      'usage',
      `${checkpoint} was deleted: the run has kept later checkpoints instead. Choose one of those.`,
    );
  }
  if (!(await exists(join(to, TENSORS))))
    throw new EngineError('model-invalid', `${from} has no ${TENSORS}. Choose another checkpoint.`);
}

/** Keeps the checkpoint that was the best one then; if it was deleted, the next validation finds one. */
async function keepBest(
  dir: string,
  fork: string,
  step: number,
  state: StoredCheckpoint['state'],
): Promise<void> {
  const best = bestOf(state);
  if (!best || best.step === step) return; // resuming the fork names it
  for (const name of [BEST, stepName(best.step)]) {
    const there = await readStoredState(join(dir, CHECKPOINTS, name)).catch(() => undefined);
    if (there && stepOfState(there.state, name) === best.step)
      return linkFiles(join(dir, CHECKPOINTS, name), join(fork, CHECKPOINTS, BEST));
  }
  const file = join(fork, CHECKPOINTS, stepName(step), STATE);
  await rm(file); // it may be the very file of the other run
  await writeFile(file, JSON.stringify({ ...state, best: undefined }));
}

/** Links the pictures up to the step, and the true images. */
async function linkSamples(dir: string, fork: string, step: number): Promise<void> {
  const folders = await readdir(join(dir, SAMPLES)).catch(() => []);
  for (const folder of folders) {
    const [, of] = /^step-(\d{9,15})$/.exec(folder) ?? [];
    if (folder === 'truth' || (of !== undefined && Number(of) <= step))
      await linkFiles(join(dir, SAMPLES, folder), join(fork, SAMPLES, folder));
  }
}
