// Rows of an exported table, the same for `deepliif runs export --csv` and "Export Curves…" in VS Code.

import assert from 'node:assert/strict';
import { csvLines, type CsvCell } from '../../../engine/runlog/csvLines.js';
import { runRows } from '../../../engine/runlog/runRows.js';
import { reduceRun, type RunState } from '../../../engine/runlog/runState.js';
import { at, DICE, step, validation } from '../reading/writtenRun.js';

const tableOf = (state: RunState): Partial<Record<string, CsvCell>>[] => {
  const [names, ...rows] = [...runRows(state)];
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [String(names![i]), cell])));
};

describe('the rows of a run', () => {
  it('are one for each step, which a validation after it shares', () => {
    const run = reduceRun();
    for (const event of [step(1, 0.1 + 0.2), step(2, null), validation(2, 0.5)]) run.add(event);
    const [first, second, ...others] = tableOf(run.state);
    assert.deepEqual(others, []);
    assert.equal(first!['total/generators'], 0.1 + 0.2);
    assert.equal(first![DICE], undefined);
    assert.deepEqual(
      [second!.step, second!.epoch, second!.time, second!['total/generators'], second![DICE]],
      [2, 1, at(2), 'NaN', 0.5],
    );
  });

  it('are rows of their own for validations between steps', () => {
    const run = reduceRun();
    for (const event of [validation(0, 0.25), step(1, 1), step(3, 3)]) run.add(event);
    const { state } = run;
    const between = reduceRun();
    between.add(validation(2, 0.5));
    const rows = tableOf({ ...state, validations: between.state.validations });
    assert.deepEqual(
      rows.map(({ step: n, [DICE]: dice }) => [n, dice]),
      [[1, undefined], [2, 0.5], [3, undefined]], // prettier-ignore
    );
  });

  it('have no value twice, and none is lost', () => {
    const run = reduceRun();
    for (let n = 1; n <= 50; n++) {
      run.add(step(n, n));
      if (n % 7 === 0) run.add(validation(n, n / 50));
    }
    const rows = tableOf(run.state);
    assert.deepEqual(rows.map(({ step: n }) => n), Array.from({ length: 50 }, (_, i) => i + 1)); // prettier-ignore
    assert.deepEqual(
      rows.flatMap(({ [DICE]: dice }) => (dice === undefined ? [] : [dice])),
      [7, 14, 21, 28, 35, 42, 49].map((n) => n / 50),
    );
  });

  it('have NaN where a value is not a number, and nothing where there is none', () => {
    const run = reduceRun();
    for (const event of [step(1, 1), step(2, null), validation(2, null), step(3, 3)]) run.add(event);
    const lines = [...csvLines(runRows(run.state))].map((line) => line.trimEnd().split(','));
    const column = (name: string) => lines.slice(1).map((cells) => cells[lines[0]!.indexOf(name)]);
    assert.deepEqual(column('total/generators'), ['1', 'NaN', '3']);
    assert.deepEqual(column(DICE), ['', '', ''], 'a metric that is not defined has no value');
  });

  it('have names that no spreadsheet takes for a formula', () => {
    const run = reduceRun();
    run.add({ ...validation(2, 0.5), metrics: { '=1+1': 0.5 } } as ReturnType<typeof validation>);
    assert.equal([...csvLines(runRows(run.state))][0], "step,epoch,time,'=1+1\r\n");
  });
});
