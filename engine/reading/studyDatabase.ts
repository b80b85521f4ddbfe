// Reads Optuna's SQLite databases. A copy is opened, never the file: SQLite would write a lock beside it, and could not
// open one that was in use lately (WAL). SQLite itself is loaded with the first database.

import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type * as sqlite3 from 'node-sqlite3-wasm';
import { yieldToEventLoop } from '../control/cancel.js';
import { brokenFile, readFileBytes, type FileKind } from '../files/fileBytes.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import {
  DATABASE_TABLES,
  databaseStudies,
  SCHEMA_VERSION,
  type DatabaseRow,
  type DatabaseStudy,
  type DatabaseTable,
  type DatabaseTables,
  type DatabaseValue,
} from '../sweep/databaseTables.js';
import { readJournal, type Journal } from '../sweep/studyState.js';
import { MOST_DATABASE_BYTES, MOST_DATABASE_ROWS } from './limits.js';

const DATABASE: FileKind = {
  expected: 'an SQLite database of Optuna (*.db, *.sqlite3)',
  missing: 'usage',
  broken: 'usage',
};
const MAGIC = 'SQLite format 3\0';
/** Bytes of the header that say whether changes go to a log beside the file: 2 yes, 1 no. */
const WAL_FLAGS = [18, 19];
const ROWS_WITHOUT_YIELDING = 2000;

/** Name under which lines of a database stand in a journal: such trials are not taken for those of our workers. */
export const DATABASE_WORKER = 'optuna-database';

export interface StudyDatabase {
  /** Names of all studies. */
  readonly names: readonly string[];
  readonly studies: readonly DatabaseStudy[];
}

/**
 * Studies of a database, and the trials that they have at this moment.
 *
 * @param only name of the study to read; undefined: all
 * @throws EngineError `usage` for a file that is no database of Optuna, has another schema, is broken or being written;
 *   `cancelled`
 */
export async function readStudyDatabase(
  file: string,
  only?: string,
  control: Control = {},
): Promise<StudyDatabase> {
  const bytes = await settledBytes(file);
  const folder = await mkdtemp(join(tmpdir(), 'deepliif-database-'));
  try {
    const copy = join(folder, 'copy.db');
    await writeFile(copy, bytes);
    const tables = await tablesOf(copy, file, control);
    const names = tables.studies.map(({ study_name: name }) => String(name));
    return { names, studies: databaseStudies(tables, only) };
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    throw brokenFile(
      file,
      `${asError(thrown).message}. The database is broken; restore a copy`,
      DATABASE,
      thrown,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same as the state of a journal, for whoever shows studies. @throws as `readStudyDatabase` */
export async function journalOfDatabase(file: string, control: Control = {}): Promise<Journal> {
  const journal = readJournal();
  for (const { lines } of (await readStudyDatabase(file, undefined, control)).studies)
    for (const line of lines) journal.push(line(DATABASE_WORKER));
  return journal;
}

/** The file's bytes at a moment at which nobody writes it, marked as a database without a log beside it. */
async function settledBytes(file: string): Promise<Uint8Array> {
  const before = await stampOf(file);
  const bytes = await readFileBytes(file, MOST_DATABASE_BYTES, DATABASE);
  if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC)
    throw brokenFile(file, `is no SQLite database; expected ${DATABASE.expected}`, DATABASE);
  for (const log of [`${file}-wal`, `${file}-journal`])
    if ((await stat(log).catch(() => undefined))?.size)
      throw brokenFile(
        file,
        `is being written, or its program died: ${basename(log)} has changes that are not in it yet. Let the program ` +
          `end, or run: sqlite3 ${basename(file)} "PRAGMA wal_checkpoint(TRUNCATE)". Then try again`,
        DATABASE,
      );
  if ((await stampOf(file)) !== before)
    throw brokenFile(file, 'is being written. Try again when its program has ended', DATABASE);
  for (const at of WAL_FLAGS) bytes[at] = 1;
  return bytes;
}

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return `${found?.size} ${found?.mtimeMs}`;
}

type Sqlite = typeof sqlite3;

/** SQLite is a CommonJS module: Node has it as the default export, a bundle by its names. */
async function sqlite(): Promise<Sqlite> {
  const loaded: Sqlite & { readonly default?: Sqlite } = await import('node-sqlite3-wasm');
  return loaded.default ?? loaded;
}

async function tablesOf(copy: string, file: string, control: Control): Promise<DatabaseTables> {
  const database = new (await sqlite()).Database(copy, { readOnly: true, fileMustExist: true });
  try {
    // A view, a virtual table or a computed column would run SQL of the file's author.
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
    checkTables(rowsOf(database.all('PRAGMA table_list')), file);
    for (const table of [...Object.keys(DATABASE_TABLES), 'version_info'])
      if (database.all(`PRAGMA table_xinfo(${table})`).some(({ hidden }) => hidden !== 0))
        throw new Error(`the table ${table} has a computed column`);
    checkVersion(database.get('SELECT schema_version, library_version FROM version_info'), file);
    const tables: Partial<Record<DatabaseTable, readonly DatabaseRow[]>> = {};
    let left = MOST_DATABASE_ROWS;
    for (const [table, columns] of Object.entries(DATABASE_TABLES)) {
      const statement = database.prepare(
        `SELECT ${columns.map((name) => `"${name}"`).join()} FROM ${table} ORDER BY 1`,
      );
      const rows: DatabaseRow[] = [];
      for (const row of statement.iterate()) {
        if (left-- === 0)
          throw brokenFile(file, `has more than ${MOST_DATABASE_ROWS.toLocaleString('en')} rows`, DATABASE);
        rows.push(row as DatabaseRow);
        if (rows.length % ROWS_WITHOUT_YIELDING === 0) await yieldToEventLoop(control);
      }
      statement.finalize();
      tables[table as DatabaseTable] = rows;
    }
    return tables as DatabaseTables;
  } finally {
    database.close();
  }
}

function rowsOf(rows: readonly unknown[]): readonly DatabaseRow[] {
  return rows as readonly DatabaseRow[];
}

function checkTables(list: readonly DatabaseRow[], file: string): void {
  for (const table of [...Object.keys(DATABASE_TABLES), 'version_info'])
    if (!list.some(({ schema, name, type }) => schema === 'main' && name === table && type === 'table'))
      throw brokenFile(
        file,
        `has no table "${table}", so it is no database of Optuna 3 or later. An older one is upgraded by: optuna ` +
          `storage upgrade --storage sqlite:///${basename(file)}`,
        DATABASE,
      );
}

function checkVersion(row: unknown, file: string): void {
  const { schema_version: version, library_version: library } = (row ?? {}) as Record<string, DatabaseValue>;
  if (version === SCHEMA_VERSION) return;
  const advice =
    typeof version === 'number' && version < SCHEMA_VERSION
      ? `Upgrade it: optuna storage upgrade --storage sqlite:///${basename(file)}`
      : 'Write its studies to a journal with Optuna: optuna.copy_study';
  throw brokenFile(
    file,
    `has version ${String(version)} of Optuna’s schema (Optuna ${String(library).slice(0, 20)}); version ` +
      `${SCHEMA_VERSION} is read. ${advice}`,
    DATABASE,
  );
}
