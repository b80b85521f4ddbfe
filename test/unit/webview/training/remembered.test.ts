// What the page keeps of its charts over a reload looks like what was drawn, is small, and is checked when it comes back.

import assert from 'node:assert/strict';
import type { ChartLine } from '../../../../webview/charts/drawChart.js';
import type { Curve } from '../../../../webview/charts/polyline.js';
import { RangePyramid } from '../../../../webview/charts/rangePyramid.js';
import type { RunHead } from '../../../../webview/messages/training.js';
import type { ChartGroup } from '../../../../webview/training/chartGroups.js';
import { CurveStore } from '../../../../webview/training/curveStore.js';
import {
  hasCaughtUp,
  remember,
  rememberedLines,
  rememberedOf,
} from '../../../../webview/training/remembered.js';

const ROWS = 39_000;
const theme = { colour: (index: number) => `colour ${index}` };
const x = { min: 0, max: ROWS - 1, log: false };
const y = { min: -3, max: 3, log: false };
const group: ChartGroup = {
  id: 'dapi',
  title: 'DAPI',
  series: ['dapi/gan', 'dapi/l1'].map((name) => ({ table: 'steps', name, label: name })),
};
const run: RunHead = {
  id: '/runs/a b',
  name: 'a b',
  status: 'running',
  kind: 'run',
  step: ROWS,
  epoch: 3,
  epochs: 4,
  stepsPerEpoch: 10_000,
  timeLeftMs: 5000,
  losses: ['dapi/l1'],
  metrics: [],
  images: [],
  last: { 'dapi/l1': 0.5, 'dapi/gan': null },
  config: { 'plan.batchSize': 2 },
  alarms: [],
  problems: ['no'],
};

function curve(values: (row: number) => number, rows = ROWS): Curve {
  const whole = Float64Array.from({ length: rows }, (_, row) => values(row));
  const pyramid = new RangePyramid();
  pyramid.extend(whole, rows);
  return { x: Float64Array.from(whole, (_, row) => row), y: whole, count: rows, pyramid };
}
const wave = (row: number) => Math.sin(row / 4000);
const noisy = (row: number) => wave(row) + 0.8 * Math.sin(row * 12.9898);
const line: ChartLine = {
  id: '/runs/a b dapi/l1',
  label: 'l1',
  colour: 'any',
  dash: [],
  raw: curve(noisy),
  smooth: curve(wave),
  pale: true,
  dots: false,
};
const drawn = (part: Partial<ChartLine> = {}) => new Map([['dapi', { lines: [{ ...line, ...part }], x, y }]]);
const rows = (store: CurveStore, from: number, step: readonly number[]) =>
  store.receive({
    type: 'rows',
    run: run.id,
    table: 'steps',
    from,
    step: Float64Array.from(step),
    epoch: Float64Array.from(step),
    timeMs: Float64Array.from(step),
    columns: [],
    complete: true,
  });
const whole = new CurveStore();
rows(whole, 0, [1, ROWS]);
const kept = (part: Partial<ChartLine> = {}) =>
  JSON.parse(JSON.stringify({ remembered: remember([run], [group], drawn(part), 1e12, whole) })) as object;
const restored = (part: Partial<ChartLine> = {}) => {
  const [chart] = rememberedOf(kept(part))!.charts;
  return rememberedLines(chart!, 1, theme)[0]!;
};
/** Of a chart 400 px wide and 180 px high. */
const pixelsOff = (value: number, truth: number) => (Math.abs(value - truth) / (y.max - y.min)) * 180;

describe('what was seen before a reload', () => {
  it('has the smoothed line where it was, to a pixel', () => {
    const { raw, colour, label } = restored();
    assert.deepEqual([colour, label], ['colour 1', 'l1']); // the second series of its chart
    assert.ok(raw.count >= 160 && raw.count < 700, `${raw.count} points`);
    for (let i = 0; i < raw.count; i++)
      assert.ok(pixelsOff(raw.y[i]!, wave(raw.x[i]!)) < 1, `${raw.y[i]} at ${raw.x[i]}`);
  });

  it('has the values behind it as the area that they cover', () => {
    const { low, high } = restored();
    for (let i = 1; i < low!.count - 1; i++) {
      assert.ok(pixelsOff(high!.y[i]!, wave(high!.x[i]!) + 0.8) < 2);
      assert.ok(pixelsOff(low!.y[i]!, wave(low!.x[i]!) - 0.8) < 2);
      assert.equal(low!.x[i], high!.x[i]);
    }
  });

  it('has the band of the deviation, and marks of few values', () => {
    const edge = (by: number) => curve((row) => wave(row) + by);
    const { low, high } = restored({ low: edge(-1), high: edge(1), pale: false });
    assert.ok(pixelsOff(high!.y[40]!, wave(high!.x[40]!) + 1) < 1);
    assert.ok(pixelsOff(low!.y[40]!, wave(low!.x[40]!) - 1) < 1);
    const { id, label, colour, dash } = line;
    const raw = curve((row) => row, 3);
    const plain: ChartLine = { id, label, colour, dash, raw, pale: false, dots: true };
    const map = new Map([['dapi', { lines: [plain], x: { ...x, max: 2 }, y }]]);
    const [chart] = rememberedOf(
      JSON.parse(JSON.stringify({ remembered: remember([run], [group], map, 1, whole) })),
    )!.charts;
    const marks = rememberedLines(chart!, 1, theme)[0]!;
    assert.deepEqual([marks.dots, marks.low], [true, undefined]);
    assert.deepEqual(
      [...marks.raw.x].map((at) => Math.round(at * 100) / 100 + 0),
      [0, 1, 2],
    );
    assert.deepEqual(
      [...marks.raw.y].map((at) => Math.round(at * 100) / 100 + 0),
      [0, 1, 2],
    );
  });

  it('keeps charts that were out of sight in their places, without lines', () => {
    const other = { ...group, id: 'lap2' };
    const { charts } = remember([run], [other, group], drawn(), 1, whole);
    assert.deepEqual(
      charts.map((chart) => [chart.group.id, chart.lines.length]),
      [
        ['lap2', 0],
        ['dapi', 1],
      ],
    );
  });

  it('says of a run what does not pass at once', () => {
    const [head] = rememberedOf(kept())!.runs;
    assert.deepEqual(head, {
      id: '/runs/a b',
      name: 'a b',
      status: 'running',
      kind: 'run',
      step: ROWS,
      epoch: 3,
      epochs: 4,
      stepsPerEpoch: 10_000,
      losses: ['dapi/l1'],
      metrics: [],
      images: [],
      last: { 'dapi/l1': 0.5, 'dapi/gan': null },
      seenStep: ROWS,
    });
  });

  it('is a few kilobytes a line', () => {
    assert.ok(JSON.stringify(kept()).length < 8000, String(JSON.stringify(kept()).length));
  });

  it('is shown until as much is read again of every run', () => {
    const remembered = rememberedOf(kept())!;
    const store = new CurveStore();
    assert.equal(hasCaughtUp(remembered, store), false);
    rows(store, 0, [1, 2, ROWS - 1]);
    assert.equal(hasCaughtUp(remembered, store), false);
    rows(store, 3, [ROWS]);
    assert.equal(hasCaughtUp(remembered, store), true);
  });

  it('is nothing where it makes no sense', () => {
    assert.equal(rememberedOf(undefined), undefined);
    assert.equal(rememberedOf({ ticked: [] }), undefined);
    const wrong = (change: (text: string) => string) => {
      const text = JSON.stringify(kept());
      assert.notEqual(change(text), text);
      assert.equal(rememberedOf(JSON.parse(change(text))), undefined);
    };
    wrong((text) => text.replace('"running"', '"sleeping"'));
    wrong((text) => text.replace('"max":38999', '"max":-1'));
    wrong((text) => text.replace('"line":"', '"line":"<'));
    wrong((text) => text.replace('"run":0', '"run":-1'));
    wrong((text) => text.replace('"atMs":1000000000000', '"atMs":"now"'));
    wrong((text) => text.replace('"line":"', `"line":"${'AAAA'.repeat(3000)}`));
  });
});
