// Import of Optuna's SQLite database: its studies as a journal, which sweeps, Optuna and its dashboard open.

import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { exists, makeBeside, writePieces } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { DATABASE_WORKER, readStudyDatabase } from '../reading/studyDatabase.js';
import type { DatabaseStudy } from '../sweep/databaseTables.js';

export interface ImportedDatabase {
  /** Absolute path of the journal. */
  readonly journal: string;
  readonly studies: readonly { readonly name: string; readonly trials: number }[];
}

/**
 * Writes the journal, which is complete or absent.
 *
 * @param out absolute path of the journal, or of a folder that gets `<database>.log`
 * @param only name of the study to import; undefined: all
 * @throws EngineError `usage` for what is no database of Optuna, a study that it does not have, or a journal that is there
 *   already; `output-unwritable`, `cancelled`
 */
export async function importDatabase(
  database: string,
  out: string,
  only?: string,
  control: Control = {},
): Promise<ImportedDatabase> {
  const isFolder = extname(out) === '' || ((await stat(out).catch(() => undefined))?.isDirectory() ?? false);
  const journal = isFolder ? join(out, `${basename(database, extname(database))}.log`) : out;
  if (await exists(journal))
    throw new EngineError('usage', `${journal}: is there already. Name another file, or remove it.`);
  const { names, studies } = await readStudyDatabase(database, only, control);
  if (studies.length === 0)
    throw new EngineError(
      'usage',
      only === undefined
        ? `${database}: has no study.`
        : `${database}: has no study ${JSON.stringify(only)}. It has ${names
            .slice(0, 20)
            .map((name) => JSON.stringify(name))
            .join(', ')}.`,
    );
  await makeBeside(journal, (draft) => writePieces(draft, journalPieces(studies)));
  return { journal, studies: studies.map(({ name, trials }) => ({ name, trials })) };
}

/** Lines of the journal, some at a time. */
function* journalPieces(studies: readonly DatabaseStudy[], size = 1000): Generator<Uint8Array> {
  for (const { lines } of studies)
    for (let i = 0; i < lines.length; i += size)
      yield Buffer.from(
        lines
          .slice(i, i + size)
          .map((line) => `${line(DATABASE_WORKER)}\n`)
          .join(''),
      );
}
