// Folder of a sweep: sweep.json (its configuration), journal.log (Optuna's journal), leases/, and runs/ with an
// ordinary run folder per trial.

import { randomInt } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileBytes, type FileKind } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { unwritable } from '../files/unwritable.js';
import { makeBeside } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import { openStudy, type OpenStudy } from './openStudy.js';
import { sweepConfig, type SweepConfig } from './sweepConfig.js';

export const SWEEP_FILE = 'sweep.json';
export const JOURNAL_FILE = 'journal.log';
export const RUNS_FOLDER = 'runs';
const MOST_SWEEP_BYTES = 2 ** 20;
const SWEEP_RECORD: FileKind = { expected: 'the record of a sweep', missing: 'usage', broken: 'usage' };

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
    const record = { schemaVersion: 1, createdAt: now.toISOString(), config: { ...config, seed } };
    await writeFile(join(draft, SWEEP_FILE), `${JSON.stringify(record, null, 1)}\n`);
  });
  return folder;
}

/** @throws EngineError `usage` for a folder that is no sweep, or whose record is broken */
export async function readSweep(folder: string): Promise<SweepConfig> {
  const file = join(folder, SWEEP_FILE);
  const record = parseJsonObject(
    await readFileBytes(file, MOST_SWEEP_BYTES, SWEEP_RECORD),
    file,
    SWEEP_RECORD,
  );
  if (record.schemaVersion !== 1)
    throw new EngineError(
      'usage',
      `${file}: is of another version of this program; schemaVersion must be 1.`,
    );
  return sweepConfig(record.config, file, folder);
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
