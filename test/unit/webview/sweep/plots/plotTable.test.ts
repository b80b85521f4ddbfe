import assert from 'node:assert/strict';
import type { ChartTheme } from '../../../../../webview/charts/chartColours.js';
import { knownObjective, type PlotInput } from '../../../../../webview/sweep/plots/plot.js';
import { plotNamed, PLOTS } from '../../../../../webview/sweep/plots/plotTable.js';
import { lanesOf } from '../../../../../webview/sweep/plots/timeline.js';
import { bestSoFar, volumeHistory } from '../../../../../webview/sweep/plots/history.js';
import { fairSample } from '../../../../../webview/sweep/plots/sample.js';
import { coordinate, intervalAt } from '../../../../../webview/sweep/plots/axes.js';
import { referenceBeyond } from '../../../../../engine/sweep/hypervolume.js';
import { NOTHING_SELECTED } from '../../../../../webview/sweep/selection.js';
import { columnsOf, type Columns } from '../../../../../webview/sweep/trialColumns.js';
import { MADE, madeColumns, trial, TRIALS } from '../madeSweep.js';

const THEME: ChartTheme = {
  ...{ dark: true, foreground: '#fff', muted: '#aaa', grid: '#333', background: '#000', accent: '#08f' },
  ...{ font: '11px sans', colour: (index) => `#${index}${index}${index}` },
};

function inputOf(columns: Columns): PlotInput {
  return {
    ...{ columns, selection: NOTHING_SELECTED, passes: new Uint8Array(columns.trials.length).fill(1) },
    ...{ isSelected: false, current: undefined, theme: THEME, config: {}, importances: new Map() },
    ...{ nowMs: 20_000, width: 800, emPx: 13 },
  };
}

const SHAPES: Readonly<Record<string, Columns>> = {
  'no trial': columnsOf([], MADE),
  'one trial': madeColumns(TRIALS.slice(0, 1)),
  'NaN, a running trial and a condition': madeColumns(),
  'failures only': columnsOf([trial(0, { state: 'failed' })], MADE),
  'no parameters': columnsOf([trial(0, { values: [1] })], { ...MADE, parameters: [] }),
  'two objectives': columnsOf(
    [
      trial(0, { values: [1, 2], params: { rate: 1e-3 } }),
      trial(1, { values: [2, 1], params: { rate: 1e-2 } }),
    ],
    { ...MADE, objectives: [...MADE.objectives, { name: 'cost', direction: 'maximize' }] },
  ),
};

describe('plots of a sweep', () => {
  for (const [name, columns] of Object.entries(SHAPES))
    it(`are drawn, or say what they lack: ${name}`, () => {
      for (const row of PLOTS) {
        const lack = row.lacks(columns);
        if (lack !== undefined) assert.match(lack, /\.$/, row.id);
        else assert.match(row.draw(inputOf(columns)).summary, /[.…]$/, row.id);
      }
    });

  it('fall back to the first objective if a study lacks the chosen one', () => {
    const columns = madeColumns();
    const config = knownObjective({ objective: 1 }, columns);
    assert.equal(knownObjective(config, SHAPES['two objectives']!), config);
    for (const row of PLOTS) if (row.lacks(columns) === undefined) row.draw({ ...inputOf(columns), config });
  });

  it('offer the axes to choose from, and tick those that are drawn', () => {
    const input = inputOf(madeColumns());
    const parameters = ['param:rate', 'param:net', 'param:depth'];
    assert.deepEqual(plotNamed('slice')!.axes!(input).shown, parameters);
    assert.deepEqual(plotNamed('parallel')!.axes!(input).offered, [...parameters, 'value:0', 'duration']);
  });

  it('say that long curves came in parts', () => {
    const reports = [
      [1, 0.5],
      [9, 0.4],
    ] as const;
    const draw = (more: object) =>
      plotNamed('intermediate')!.draw(inputOf(madeColumns([trial(0, { values: [1], reports, ...more })])));
    assert.equal(draw({}).notice, undefined);
    assert.match(draw({ thinned: true }).notice!, /^1 long curves/);
  });

  it('measure volumes of a very long sweep', () =>
    assert.deepEqual(referenceBeyond(Array.from({ length: 200_000 }, () => [1, 2])), [1.1, 2.2]));

  it('have the best value so far at each trial that improves it', () =>
    assert.deepEqual(bestSoFar(madeColumns(), 0), [
      [0, 0.3],
      [1, 0.1],
    ]));

  it('have a hypervolume that only grows', () => {
    const volumes = volumeHistory(SHAPES['two objectives']!).map(([, volume]) => volume);
    assert.deepEqual(
      volumes,
      [...volumes].sort((a, b) => a - b),
    );
  });

  it('put trials that overlap into lanes of their own', () =>
    assert.deepEqual(
      lanesOf(TRIALS, 20_000).map(({ at, lane, toMs }) => [at, lane, toMs]),
      [
        [0, 0, 5000],
        [1, 1, 9000],
        [3, 0, 8000],
        [4, 0, 20_000],
      ],
    ));

  it('draw a sample of long sweeps that holds the best and the selected trials', () => {
    const all = Array.from({ length: 1000 }, (_, i) => i);
    const passes = new Uint8Array(1000);
    passes.fill(1, 400, 450);
    const drawn = fairSample(all, [420, 7], passes, 100);
    assert.ok(drawn.length <= 100 && drawn.includes(420));
    assert.equal(drawn.filter((at) => passes[at] === 1).length, 50);
  });

  it('read an interval of an axis back as values: powers, and whole categories', () => {
    const { dimensions } = madeColumns();
    const [low, high] = intervalAt(dimensions.get('param:rate')!, [-4, -2]);
    assert.deepEqual([low.toFixed(6), high.toFixed(6)], ['0.000100', '0.010000']);
    assert.deepEqual(intervalAt(dimensions.get('param:net')!, [1.05, 1.3]), [1, 1]);
    assert.deepEqual(intervalAt(dimensions.get('param:net')!, [-0.4, 1.4]), [0, 1]);
    assert.equal(coordinate(dimensions.get('param:rate')!, 1e-3), -3);
  });

  it('end a brushed interval where the trials end', () => {
    const { dimensions } = madeColumns([
      trial(0, { values: [0.1] }),
      trial(1, { state: 'pruned', reports: [[3, 0.4]] }),
    ]);
    assert.deepEqual(intervalAt(dimensions.get('number')!, [-2, 27]), [0, 1]);
    assert.deepEqual(intervalAt(dimensions.get('value:0')!, [0.05, 0.9]), [0.1, 0.4]);
  });
});
