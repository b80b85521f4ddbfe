// Tables of Optuna's database (schema version 12) → operations of Optuna's journal. The tables may come from anywhere:
// each value is checked when it is read.

import { parseDistribution } from './distributionText.js';
import {
  createStudyLine,
  endLine,
  intermediateLine,
  storedTrialLine,
  studySystemAttrLine,
  studyUserAttrLine,
  type Line,
} from './journalLines.js';
import { JsonText, parsePythonJson, PythonFloat } from './pythonJson.js';
import type { Direction, TrialState } from './trial.js';

/** Schema that the tables have since Optuna 3. */
export const SCHEMA_VERSION = 12;

export type DatabaseValue = number | bigint | string | Uint8Array | null;
export type DatabaseRow = Readonly<Record<string, DatabaseValue>>;

/** Tables and columns that are read; the first column orders the rows. */
export const DATABASE_TABLES = {
  studies: ['study_id', 'study_name'],
  study_directions: ['objective', 'study_id', 'direction'],
  study_user_attributes: ['study_user_attribute_id', 'study_id', 'key', 'value_json'],
  study_system_attributes: ['study_system_attribute_id', 'study_id', 'key', 'value_json'],
  trials: ['number', 'trial_id', 'study_id', 'state', 'datetime_start', 'datetime_complete'],
  trial_params: ['param_id', 'trial_id', 'param_name', 'param_value', 'distribution_json'],
  trial_values: ['objective', 'trial_id', 'value', 'value_type'],
  trial_intermediate_values: ['step', 'trial_id', 'intermediate_value', 'intermediate_value_type'],
  trial_user_attributes: ['trial_user_attribute_id', 'trial_id', 'key', 'value_json'],
  trial_system_attributes: ['trial_system_attribute_id', 'trial_id', 'key', 'value_json'],
} as const;

export type DatabaseTable = keyof typeof DATABASE_TABLES;
export type DatabaseTables = Readonly<Record<DatabaseTable, readonly DatabaseRow[]>>;

export interface DatabaseStudy {
  readonly name: string;
  readonly trials: number;
  /** Its part of a journal that begins with the first study. */
  readonly lines: readonly Line[];
}

/**
 * Studies in the order in which they were created.
 *
 * @param only name of the study that the journal gets; undefined: all
 * @throws Error for a value that no database of Optuna has, naming study and trial
 */
export function databaseStudies(tables: DatabaseTables, only?: string): readonly DatabaseStudy[] {
  const of = {
    directions: grouped(tables.study_directions, 'study_id'),
    userAttrs: grouped(tables.study_user_attributes, 'study_id'),
    systemAttrs: grouped(tables.study_system_attributes, 'study_id'),
    trials: grouped(tables.trials, 'study_id'),
  };
  const trialLines = trialsOf(tables);
  const studies: DatabaseStudy[] = [];
  let firstTrialId = 0;
  for (const row of tables.studies) {
    const name = text(row.study_name, 'a study: its name');
    if (only !== undefined && name !== only) continue;
    const where = `study ${JSON.stringify(name)}`;
    const id = studies.length;
    const directions = of.directions(row).map(({ direction }) => directionOf(direction, where));
    if (directions.length === 0) throw new Error(`${where} has no direction`);
    const trials = of.trials(row).map((trial, i) => {
      if (Number(trial.number) !== i) throw new Error(`${where} has no trial ${i}, but later ones`);
      return trialLines(trial, id, firstTrialId + i, `${where}, trial ${i}`);
    });
    firstTrialId += trials.length;
    const lines = [
      createStudyLine(name, directions),
      ...attributes(of.userAttrs(row), where).map((one) => studyUserAttrLine(id, Object.fromEntries([one]))),
      ...attributes(of.systemAttrs(row), where).map((one) =>
        studySystemAttrLine(id, Object.fromEntries([one])),
      ),
      ...trials.flat(),
    ];
    studies.push({ name, trials: trials.length, lines });
  }
  return studies;
}

const STATES: Readonly<Record<string, TrialState>> = {
  RUNNING: 'running',
  COMPLETE: 'complete',
  PRUNED: 'pruned',
  FAIL: 'failed',
  WAITING: 'waiting',
};

/**
 * A trial as three kinds of lines, which also readers of Optuna's dashboard understand: its parameters and attributes,
 * what it reported, and its end with both times.
 */
function trialsOf(tables: DatabaseTables) {
  const of = {
    params: grouped(tables.trial_params, 'trial_id'),
    values: grouped(tables.trial_values, 'trial_id'),
    reports: grouped(tables.trial_intermediate_values, 'trial_id'),
    userAttrs: grouped(tables.trial_user_attributes, 'trial_id'),
    systemAttrs: grouped(tables.trial_system_attributes, 'trial_id'),
  };
  return (row: DatabaseRow, studyId: number, trialId: number, where: string): readonly Line[] => {
    const state = STATES[text(row.state, `${where}: its state`)];
    if (!state) throw new Error(`${where} has the unknown state ${String(row.state)}`);
    const time = (value: DatabaseValue | undefined) =>
      value === null ? undefined : utcTime(text(value, `${where}: its time`));
    const [startedAt, endedAt] = [time(row.datetime_start), time(row.datetime_complete)];
    const params = of.params(row).map((param) => parameterOf(param, where));
    const begun = storedTrialLine(studyId, {
      ...{ state: state === 'waiting' ? 'waiting' : 'running', startedAt },
      distributions: Object.fromEntries(params.map(({ name, distribution }) => [name, distribution])),
      params: Object.fromEntries(params.map(({ name, value }) => [name, value])),
      userAttrs: Object.fromEntries(attributes(of.userAttrs(row), where)),
      systemAttrs: Object.fromEntries(attributes(of.systemAttrs(row), where)),
    });
    const reports = of
      .reports(row)
      .map(({ step, intermediate_value: value, ...rest }) =>
        intermediateLine(
          trialId,
          real(step, `${where}: a step`),
          typedNumber(value, rest.intermediate_value_type, `${where}: its report at step ${String(step)}`),
        ),
      );
    if (state === 'waiting' || state === 'running') return [begun, ...reports];
    const values = of
      .values(row)
      .map(({ value, value_type: type }) => typedNumber(value, type, `${where}: its value`));
    // Optuna needs an end; very old databases may lack it.
    const end = endedAt ?? startedAt ?? '1970-01-01T00:00:00.000000+00:00';
    return [
      begun,
      ...reports,
      endLine(trialId, state, values.length > 0 ? values : undefined, { startedAt, endedAt: end }),
    ];
  };
}

function parameterOf(row: DatabaseRow, where: string) {
  const name = text(row.param_name, `${where}: the name of a parameter`);
  const distribution = text(row.distribution_json, `${where}, ${name}: its distribution`);
  const known = parseDistribution(distribution);
  if (!known) throw new Error(`${where}, ${name}: unknown distribution ${distribution.slice(0, 100)}`);
  const value = real(row.param_value, `${where}, ${name}: its value`);
  return { name, distribution, value: known.kind === 'categorical' ? value : new PythonFloat(value) };
}

/** Rows by a number that they share, in their order. */
function grouped(rows: readonly DatabaseRow[], column: string) {
  const groups = new Map<DatabaseValue | undefined, DatabaseRow[]>();
  for (const row of rows) {
    const group = groups.get(row[column]);
    if (group) group.push(row);
    else groups.set(row[column], [row]);
  }
  return (owner: DatabaseRow): readonly DatabaseRow[] => groups.get(owner[column]) ?? [];
}

/** Attributes, one by one: their values are JSON text already, and stay as they are. */
function attributes(rows: readonly DatabaseRow[], where: string): readonly [string, JsonText][] {
  return rows.map((row) => {
    const key = text(row.key, `${where}: the name of an attribute`);
    const json = text(row.value_json, `${where}: the attribute ${key}`);
    try {
      parsePythonJson(json);
    } catch {
      throw new Error(`${where}: the attribute ${key} is no JSON`);
    }
    return [key, new JsonText(json)];
  });
}

const TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/;

/** A time of the database, UTC without saying so → ISO 8601 with microseconds and the zone. */
function utcTime(time: string): string {
  const [, day, clock, fraction = ''] = TIME.exec(time) ?? [];
  if (Number.isNaN(Date.parse(`${day}T${clock}Z`))) throw new Error(`${time.slice(0, 40)} is no time`);
  return `${day}T${clock}.${fraction.padEnd(6, '0')}+00:00`;
}

function directionOf(direction: DatabaseValue | undefined, where: string): Direction {
  if (direction === 'MAXIMIZE') return 'maximize';
  // Optuna minimises where nobody has set a direction.
  if (direction === 'MINIMIZE' || direction === 'NOT_SET') return 'minimize';
  throw new Error(`${where} has the unknown direction ${String(direction)}`);
}

const UNLIKE_FINITE: Readonly<Record<string, number>> = { INF_POS: Infinity, INF_NEG: -Infinity, NAN: NaN };

/** A number whose kind stands beside it: databases hold no NaN and no infinity. */
function typedNumber(
  value: DatabaseValue | undefined,
  type: DatabaseValue | undefined,
  where: string,
): number {
  if (type === 'FINITE') return real(value, where);
  const number = UNLIKE_FINITE[String(type)];
  if (number === undefined) throw new Error(`${where} has the unknown type ${String(type)}`);
  return number;
}

function real(value: DatabaseValue | undefined, where: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`${where} is ${shown(value)}; expected a number`);
}

function text(value: DatabaseValue | undefined, where: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${where} is ${shown(value)}; expected text`);
}

function shown(value: DatabaseValue | undefined): string {
  return value instanceof Uint8Array ? 'binary data' : String(value).slice(0, 60);
}
