// Folder of a sweep: sweep.json (its configuration, and earlier ones), control.json (what people ask of its workers),
// journal.log (Optuna's journal), leases/, processes/ (a process card per machine), sweep.log, and runs/ with an ordinary
// run folder per trial.

import { randomInt } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileBytes, type FileKind } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { unwritable } from '../files/unwritable.js';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import { list, oneOf, stored, text, whole } from '../protocol/shape.js';
import { JOURNAL_FILE, SWEEP_FILE } from '../reading/glanceSweep.js';
import { MOST_SWEEP_BYTES } from '../reading/limits.js';
import { openStudy, type OpenStudy } from './openStudy.js';
import { sweepConfig, type SweepConfig } from './sweepConfig.js';

export const RUNS_FOLDER = 'runs';
/** Changes of the configuration that are kept. */
export const MOST_CHANGES = 1000;
const SWEEP_RECORD: FileKind = { expected: 'the record of a sweep', missing: 'usage', broken: 'usage' };

/** An earlier configuration; it is kept to be read by people, and is not checked again. */
export interface EarlierConfig {
  /** Number of the first trial that had it. */
  readonly fromTrial: number;
  readonly config: unknown;
}

export interface SweepRecord {
  readonly createdAt: string;
  readonly config: SweepConfig;
  /** Number of the first trial with this configuration. */
  readonly fromTrial: number;
  /** Earlier configurations, the first one first. */
  readonly changes: readonly EarlierConfig[];
}

const record = stored(
  { schemaVersion: oneOf(1), config: (value: unknown) => value },
  {
    createdAt: text({ most: 40 }),
    fromTrial: whole(0),
    changes: list(stored({ fromTrial: whole(0), config: (value: unknown) => value }), MOST_CHANGES),
  },
);

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
  return (await readSweepRecord(folder)).config;
}

/** @throws EngineError as readSweep */
export async function readSweepRecord(folder: string): Promise<SweepRecord> {
  const file = join(folder, SWEEP_FILE);
  const bytes = await readFileBytes(file, MOST_SWEEP_BYTES, SWEEP_RECORD);
  const found = parseJsonObject(bytes, file, SWEEP_RECORD);
  if (found.schemaVersion !== 1)
    throw new EngineError(
      'usage',
      `${file}: is of another version of this program; schemaVersion must be 1.`,
    );
  const { createdAt = '', config, fromTrial = 0, changes = [] } = record(found, file);
  return { createdAt, config: sweepConfig(config, file, folder), fromTrial, changes };
}

/** Replaces sweep.json as a whole. @throws EngineError `output-unwritable` */
export async function writeSweepRecord(folder: string, changed: SweepRecord): Promise<void> {
  const bytes = new TextEncoder().encode(recordText(changed));
  await makeBeside(join(folder, SWEEP_FILE), (temporary) => writePieces(temporary, [bytes]));
}

function recordText({ createdAt, config, fromTrial, changes }: SweepRecord): string {
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
