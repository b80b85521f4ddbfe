import assert from 'node:assert/strict';
import type { RunHead } from '../../../../webview/messages/training.js';
import {
  cellOf,
  cellText,
  columnsOf,
  columnWidth,
  differingKeys,
  firstColumns,
  groupedRuns,
  isNumeric,
  matchesRun,
} from '../../../../webview/training/runRows.js';
import { sortedOrder } from '../../../../webview/ui/tableRows.js';
import { head } from './runHeads.js';

describe('the table of runs', () => {
  const runs = [
    head('a', {
      config: { 'plan.batchSize': 1, 'plan.ganMode': 'lsgan' },
      last: { 'val/segmentation/dice': 0.7 },
      startedMs: 3,
    }),
    head('b', {
      config: { 'plan.batchSize': 4, 'plan.ganMode': 'wgangp' },
      last: { 'val/segmentation/dice': 0.9 },
      startedMs: 2,
    }),
    head('c10', { config: { 'plan.batchSize': 4 }, status: 'running', startedMs: 1 }),
  ];
  const names = (some: readonly RunHead[]) => some.map(({ name }) => name).join();
  const filtered = (filter: string) => names(runs.filter((run) => matchesRun(run, filter)));

  it('is filtered by words and by comparisons', () => {
    assert.equal(filtered(''), 'a,b,c10');
    assert.equal(filtered('WGAN'), 'b');
    assert.equal(filtered('running'), 'c10');
    assert.equal(filtered('batchSize=4'), 'b,c10');
    assert.equal(filtered('batchSize!=4'), 'a');
    assert.equal(filtered('dice>0.7'), 'b');
    assert.equal(filtered('dice>=0.7 batchSize<2'), 'a');
    assert.equal(filtered('plan.ganMode=lsgan'), 'a');
    assert.equal(filtered('Size=4'), '');
  });

  it('is filtered by tags, and shows NaN as a value', () => {
    const tagged = head('d', { notes: { note: 'a note', tags: ['New data'] }, last: { 'a/l1': null } });
    for (const word of ['#new-data', 'new', 'note']) assert.ok(matchesRun(tagged, word), word);
    assert.ok(!matchesRun(tagged, '#new'));
    assert.equal(cellText(tagged, 'last:a/l1'), 'NaN');
  });

  it('is sorted by any column, runs without a value last both ways', () => {
    const by = (column: string, descending: boolean) =>
      [...sortedOrder(runs.length, undefined, (row) => cellOf(runs[row]!, column), descending)]
        .map((row) => runs[row]!.name)
        .join();
    assert.equal(by('last:val/segmentation/dice', false), 'a,b,c10');
    assert.equal(by('last:val/segmentation/dice', true), 'b,a,c10');
    assert.equal(by('started', false), 'c10,b,a');
    assert.equal(by('name', true), 'c10,b,a');
  });

  it('is grouped by a key of the configuration', () =>
    assert.deepEqual(
      groupedRuns(runs, Uint32Array.of(2, 1, 0), 'plan.ganMode').map(({ title, rows }) => [
        title,
        ...[rows].flat(),
      ]),
      [
        ['plan.ganMode = not set', 2],
        ['plan.ganMode = wgangp', 1],
        ['plan.ganMode = lsgan', 0],
      ],
    ));

  it('knows in which keys configurations differ', () => {
    assert.deepEqual(differingKeys(runs), ['plan.batchSize', 'plan.ganMode']);
    assert.ok(columnsOf(runs).includes('config:plan.batchSize'));
  });

  it('shows results and differing keys until the user chooses columns', () =>
    assert.deepEqual(firstColumns(runs), [
      'last:total/generators',
      'config:plan.batchSize',
      'config:plan.ganMode',
    ]));

  it('has numbers at the right, and columns as wide as their longest text', () => {
    assert.equal(isNumeric('config:plan.batchSize', runs), true);
    assert.equal(isNumeric('config:plan.ganMode', runs), false);
    assert.equal(columnWidth('config:plan.ganMode', runs), 'ganMode'.length + 4);
    assert.equal(
      columnWidth('name', [head('a run with a name of its own')]),
      'a run with a name of its own'.length + 2,
    );
    assert.equal(columnWidth('name', [head('x'.repeat(500))]), 40);
  });
});
