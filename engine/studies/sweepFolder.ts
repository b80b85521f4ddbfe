// Folder of a sweep: sweep.json (its configuration, and earlier ones), control.json (what people ask of its workers),
// journal.log (Optuna's journal), leases/, processes/ (a process card per machine), sweep.log, and runs/ with an ordinary
// run folder per trial.

import { randomInt } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable } from '../files/unwritable.js';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import { JOURNAL_FILE, readSweepFile, SWEEP_FILE, type SweepFile } from '../reading/sweepRecord.js';
import { openStudy, type OpenStudy } from './openStudy.js';
import { storedSweepConfig, type SweepConfig } from './sweepConfig.js';

export const RUNS_FOLDER = 'runs';

/** sweep.json with a configuration that training takes. */
export type CheckedSweep = SweepFile & { readonly config: SweepConfig };

/** `<out>/<stamp>-<name>`, complete or absent. @throws EngineError `output-unwritable` */
export async function createSweep(config: SweepConfig, out: string, now: Date): Promise<string> {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const folder = join(out, `${stamp}-${config.name}`);
  await mkdir(out, { recursive: true }).catch((error: unknown) => {
    throw unwritable(out, error);
  });
  await makeBeside(folder, async (draft) => {
    await mkdir(join(draft, RUNS_FOLDER), { recursive: true });
    // All workers draw from one seed, also if nobody has chosen it.
    const { seed = randomInt(2 ** 32) } = config;
    const made = { createdAt: now.toISOString(), config: { ...config, seed }, fromTrial: 0, changes: [] };
    await writeFile(join(draft, SWEEP_FILE), recordText(made));
  });
  return folder;
}

/** @throws EngineError `usage` for a folder that is no sweep, or whose record is broken */
export async function readSweep(folder: string): Promise<SweepConfig> {
  return (await readCheckedSweep(folder)).config;
}

/** @throws EngineError as readSweep */
export async function readCheckedSweep(folder: string): Promise<CheckedSweep> {
  const found = await readSweepFile(folder);
  return { ...found, config: storedSweepConfig(found.config, join(folder, SWEEP_FILE), folder) };
}

/** Replaces sweep.json as a whole. @throws EngineError `output-unwritable` */
export async function writeSweepRecord(folder: string, changed: CheckedSweep): Promise<void> {
  const bytes = new TextEncoder().encode(recordText(changed));
  await makeBeside(join(folder, SWEEP_FILE), (temporary) => writePieces(temporary, [bytes]));
}

function recordText({ createdAt, config, fromTrial, changes }: CheckedSweep): string {
  return `${JSON.stringify({ schemaVersion: 1, createdAt, config, fromTrial, changes }, null, 1)}\n`;
}

/** The study of a sweep, made if it is not there. */
export function studyOfSweep(folder: string, config: SweepConfig, workerId: string): Promise<OpenStudy> {
  return openStudy({
    journal: join(folder, JOURNAL_FILE),
    name: config.name,
    directions: config.objectives.map(({ direction }) => direction),
    workerId,
  });
}
