import assert from 'node:assert/strict';
import { databaseStudies, type DatabaseTables } from '../../../engine/sweep/databaseTables.js';
import { readJournal } from '../../../engine/sweep/studyState.js';

const none: DatabaseTables = {
  ...{
    studies: [],
    study_directions: [],
    study_user_attributes: [],
    study_system_attributes: [],
    trials: [],
  },
  ...{ trial_params: [], trial_values: [], trial_intermediate_values: [] },
  ...{ trial_user_attributes: [], trial_system_attributes: [] },
};
const time = '2026-11-23 22:07:45.5';

/** Two studies whose trials were created in turns; a third one between them was deleted. */
const tables: DatabaseTables = {
  ...none,
  studies: [
    { study_id: 1, study_name: 'first' },
    { study_id: 3, study_name: 'second' },
  ],
  study_directions: [
    { study_id: 3, objective: 0, direction: 'MAXIMIZE' },
    { study_id: 1, objective: 0, direction: 'MINIMIZE' },
    { study_id: 3, objective: 1, direction: 'MINIMIZE' },
  ],
  trials: [
    ...[
      { trial_id: 4, number: 0, study_id: 1, state: 'COMPLETE' },
      { trial_id: 5, number: 0, study_id: 3, state: 'COMPLETE' },
    ].map((row) => ({ ...row, datetime_start: time, datetime_complete: time })),
    {
      ...{ trial_id: 9, number: 1, study_id: 1, state: 'WAITING' },
      ...{ datetime_start: null, datetime_complete: null },
    },
  ],
  trial_params: [
    {
      ...{ param_id: 1, trial_id: 4, param_name: 'n', param_value: 8 },
      distribution_json:
        '{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 1, "high": 64}}',
    },
  ],
  trial_values: [
    { trial_id: 4, objective: 0, value: 0.5, value_type: 'FINITE' },
    { trial_id: 5, objective: 0, value: null, value_type: 'INF_POS' },
    { trial_id: 5, objective: 1, value: null, value_type: 'INF_NEG' },
  ],
  trial_intermediate_values: [
    { trial_id: 4, step: 1, intermediate_value: null, intermediate_value_type: 'NAN' },
  ],
  trial_user_attributes: [
    { trial_user_attribute_id: 1, trial_id: 4, key: 'big', value_json: '[12345678901234567890,\n1.0]' },
  ],
  trial_system_attributes: [
    { trial_system_attribute_id: 1, trial_id: 9, key: 'retry_history', value_json: '[0]' },
  ],
};

const linesOf = (some: DatabaseTables) =>
  databaseStudies(some).flatMap(({ lines }) => lines.map((line) => line('w')));

describe('tables of Optuna’s database become a journal', () => {
  const lines = linesOf(tables);
  const journal = readJournal();
  for (const line of lines) journal.push(line);
  const [first, second] = [journal.studies.get(0)!, journal.studies.get(1)!];

  it('with all studies, their trials and directions', () => {
    assert.deepEqual(journal.problems, []);
    assert.deepEqual([first.name, first.trials.length], ['first', 2]);
    assert.deepEqual([second.name, second.directions], ['second', ['maximize', 'minimize']]);
    assert.deepEqual(first.trials[1]!.systemAttrs, { retry_history: [0] });
    assert.equal(first.trials[1]!.state, 'waiting');
  });

  it('with values that are infinite, and reports that are NaN', () => {
    assert.deepEqual(second.trials[0]!.values, [Infinity, -Infinity]);
    assert.deepEqual([...first.trials[0]!.intermediate], [[1, NaN]]);
  });

  it('with attributes letter by letter, each on its line', () => {
    assert.ok(lines.some((line) => line.includes('"big":[12345678901234567890, 1.0]')));
    assert.ok(lines.every((line) => !line.includes('\n')));
  });

  it('with both times at the end, which Optuna’s dashboard would lose, and no value before it', () => {
    const end = lines.find((line) => line.includes('"op_code":6'))!;
    assert.match(end, /"datetime_start":"2026-11-23T22:07:45\.500000\+00:00","datetime_complete":"2026/);
    assert.ok(lines.every((line) => !line.includes('"value":')));
    const reports = lines.findIndex((line) => line.includes('"op_code":7'));
    assert.ok(reports < lines.indexOf(end));
  });

  for (const [what, broken, message] of [
    ['a state', { trials: [{ ...tables.trials[0]!, state: 'GONE' }] }, /unknown state GONE/],
    ['a gap in the numbers', { trials: [{ ...tables.trials[0]!, number: 3 }] }, /has no trial 0/],
    ['a time', { trials: [{ ...tables.trials[0]!, datetime_start: 'now' }] }, /now is no time/],
    ['a value', { trial_values: [{ ...tables.trial_values[0]!, value: null }] }, /its value is null/],
  ] as const)
    it(`is refused for ${what} that Optuna does not write`, () =>
      assert.throws(() => linesOf({ ...tables, ...broken }), { message }));
});
