// Studies in Optuna's own files: a journal read and written letter by letter, a database row by row, and both beside
// each other if they hold the same study.

import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import sqlite3 from 'node-sqlite3-wasm';
import { journalOfDatabase } from '../../../engine/reading/studyDatabase.js';
import { parseDistribution } from '../../../engine/sweep/distributionText.js';
import {
  createStudyLine,
  createTrialLine,
  intermediateLine,
  paramLine,
} from '../../../engine/sweep/journalLines.js';
import { parsePythonJson } from '../../../engine/sweep/pythonJson.js';
import {
  OPERATIONS,
  readJournal,
  STATES,
  type Attributes,
  type Journal,
  type StoredTrial,
} from '../../../engine/sweep/studyState.js';
import { within, type ParityCheck } from '../check.js';
import { relativeDifference } from './optunaRecords.js';

export async function* journals(root: string, file: string): AsyncGenerator<ParityCheck> {
  const lines = await wholeLines(join(root, file));
  const journal = journalOf(lines);
  const [problem] = journal.problems;
  yield within(
    `${file} · ${lines.length} lines read`,
    journal.problems.length,
    0,
    problem && `line ${problem.line}: ${problem.message}`,
  );
  const trials = [...journal.studies.values()].flatMap(({ trials: some }) => some);
  const operations = lines.map((line) => parsePythonJson(line) as Attributes);
  const isKept = ({ study_id: id }: Attributes) => journal.studies.has(id as number);
  const created = operations.filter((op) => op.op_code === OPERATIONS.createTrial && isKept(op)).length;
  yield within(`${file} · ${trials.length} trials`, Math.abs(created - trials.length), 0);
  const wrongEnds = trials.filter((trial) => !endsAsSaid(trial, operations));
  yield within(`${file} · states and values`, wrongEnds.length, 0, numbersOf(wrongEnds));
  const different = lines.filter((line, i) => {
    const written = rewritten(operations[i]!);
    return written !== undefined && written !== line;
  });
  yield within(`${file} · lines written as Optuna does`, different.length, 0, different[0]);
}

/** Lines of a journal; a last one without its end was being written. */
async function wholeLines(file: string): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}

function journalOf(lines: readonly string[]): Journal {
  const journal = readJournal();
  for (const line of lines) journal.push(line);
  return journal;
}

/** True if the trial is as the first line says that ended it. */
function endsAsSaid(trial: StoredTrial, operations: readonly Attributes[]): boolean {
  const end = operations.find(
    ({ op_code: code, trial_id: id, state }) =>
      code === OPERATIONS.setState &&
      id === trial.id &&
      ['complete', 'pruned', 'failed'].includes(STATES[state as number]!),
  );
  if (!end) return true;
  return trial.state === STATES[end.state as number] && isDeepStrictEqual(trial.values ?? null, end.values);
}

/** The line as we write such an operation; undefined for operations that do not say all that they were written from. */
function rewritten(op: Attributes): string | undefined {
  const worker = op.worker_id as string;
  switch (op.op_code) {
    case OPERATIONS.createStudy:
      return createStudyLine(
        op.study_name as string,
        (op.directions as number[]).map((code) => (code === 2 ? 'maximize' : 'minimize')),
      )(worker);
    case OPERATIONS.createTrial:
      if ('state' in op) return undefined;
      return createTrialLine(op.study_id as number, op.datetime_start as string)(worker);
    case OPERATIONS.setParam:
      // A category such as 1.0 is a whole number here.
      if (/Categorical.*\d\.0\b/.test(op.distribution as string)) return undefined;
      return paramLine(
        op.trial_id as number,
        op.param_name as string,
        parseDistribution(op.distribution as string)!,
        op.param_value_internal as number,
      )(worker);
    case OPERATIONS.setIntermediate:
      return intermediateLine(
        op.trial_id as number,
        op.step as number,
        op.intermediate_value as number,
      )(worker);
    default:
      return undefined;
  }
}

export async function* databases(root: string, file: string): AsyncGenerator<ParityCheck> {
  const journal = await journalOfDatabase(join(root, file));
  yield within(`${file} · read`, journal.problems.length, 0, journal.problems[0]?.message);
  const trials = [...journal.studies.values()].flatMap(({ trials: some }) => some);
  for (const [table, sql, ours] of [
    [
      'trials',
      'SELECT state FROM trials t JOIN studies s USING (study_id) ORDER BY study_id, number',
      trials.map(({ state }) => (state === 'failed' ? 'FAIL' : state.toUpperCase())),
    ],
    [
      'trial_params',
      paramsOf('param_value', 'trial_params', 'param_id'),
      trials.flatMap((t) => [...t.params.values()]),
    ],
    [
      'trial_values',
      paramsOf(
        "CASE value_type WHEN 'INF_POS' THEN 9e999 WHEN 'INF_NEG' THEN -9e999 ELSE value END",
        'trial_values',
        'objective',
      ),
      trials.flatMap((t) => t.values ?? []),
    ],
    [
      'trial_intermediate_values',
      paramsOf(
        "CASE intermediate_value_type WHEN 'INF_POS' THEN 9e999 WHEN 'INF_NEG' THEN -9e999 ELSE intermediate_value END",
        'trial_intermediate_values',
        'step',
      ),
      trials.flatMap((t) =>
        [...t.intermediate.values()].map((value) => (Number.isNaN(value) ? null : value)),
      ),
    ],
  ] as const) {
    const rows = await column(join(root, file), sql);
    const wrong = ours.filter((value, i) => !Object.is(value, rows[i])).length;
    yield within(`${file} · ${table}, ${rows.length} rows`, wrong + Math.abs(rows.length - ours.length), 0);
  }
  yield* besideJournals(root, file, journal);
}

const paramsOf = (value: string, table: string, order: string) =>
  `SELECT ${value} FROM ${table} JOIN trials USING (trial_id) JOIN studies USING (study_id) ORDER BY study_id, number, ${order}`;

/** First column of a query, of a copy of the database. */
async function column(file: string, sql: string): Promise<readonly unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), 'deepliif-parity-'));
  try {
    await copyFile(file, join(folder, 'copy.db'));
    const database = new sqlite3.Database(join(folder, 'copy.db'));
    const values = database.all(sql).map((row): unknown => Object.values(row)[0]);
    database.close();
    return values;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same study in journals of the folder, told by its name and by what its first trial tried. */
async function* besideJournals(root: string, file: string, database: Journal): AsyncGenerator<ParityCheck> {
  for (const log of readdirSync(root).filter(
    (name) => name.endsWith('.log') && existsSync(join(root, name)),
  )) {
    const journal = journalOf(await wholeLines(join(root, log)));
    for (const study of database.studies.values()) {
      const other = [...journal.studies.values()].find(({ name }) => name === study.name);
      const [first, second] = [study.trials[0], other?.trials[0]];
      if (!other || !first || !second || !isDeepStrictEqual(first.params, second.params)) continue;
      const wrong = study.trials.filter((trial, i) => !isSame(trial, other.trials[i]));
      const missing = Math.abs(study.trials.length - other.trials.length);
      yield within(`${file} · the same study in ${log}`, wrong.length + missing, 0, numbersOf(wrong));
    }
  }
}

/** True if trials of two storages are equal but for their times. */
function isSame(one: StoredTrial, other: StoredTrial | undefined): boolean {
  if (!other) return false;
  const plain = ({ state, params, distributions, userAttrs, systemAttrs }: StoredTrial) => ({
    state,
    params,
    distributions,
    userAttrs,
    systemAttrs,
  });
  return (
    isDeepStrictEqual(plain(one), plain(other)) &&
    relativeDifference(one.values ?? [], other.values ?? []) === 0 &&
    isDeepStrictEqual(one.intermediate, other.intermediate)
  );
}

function numbersOf(trials: readonly StoredTrial[]): string | undefined {
  return trials.length === 0
    ? undefined
    : `trials ${trials
        .slice(0, 5)
        .map(({ number }) => number)
        .join(', ')}`;
}
