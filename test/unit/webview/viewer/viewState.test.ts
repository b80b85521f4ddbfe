import assert from 'node:assert/strict';
import { FIRST_TABLE_LOOK } from '../../../../webview/scoring/tableLook.js';
import { FIRST_VIEW, mapKey, readViewState } from '../../../../webview/viewer/viewState.js';

describe('the view that a page kept over a reload', () => {
  it('comes back as it was', () => {
    const view = {
      panes: ['/a', '/b'],
      cameras: { '/a': { x: 1.5, y: -2, zoom: 3 } },
      looks: { dapi: { visible: true, opacity: 0.4, tint: '#5078ff', blend: 'add' } },
      cells: { visible: false, opacity: 0.5, widthPx: 3 },
      linked: false,
      comparison: { mode: 'swipe', left: 'ihc', right: 'Seg', rightPane: '/b', at: 0.25 },
      tab: 'scores',
      sidebar: false,
      dock: true,
      intensity: {
        [mapKey('/a', 'Seg')]: {
          measurement: 'marker',
          cutoffs: { marker: { weak: 10, moderate: 20, strong: 30 } },
        },
      },
      tables: {
        [mapKey('/a', 'Seg')]: {
          sort: { by: 'area', descending: true },
          classes: 'positive',
          shown: ['number', 'od'],
          plotted: 'od',
          range: { low: 0.2, high: 0.7 },
        },
      },
    };
    assert.deepEqual(readViewState(JSON.parse(JSON.stringify(view))), view);
    assert.deepEqual(readViewState(JSON.parse(JSON.stringify(FIRST_VIEW))), FIRST_VIEW);
  });

  for (const broken of [undefined, null, 7, 'x', [], [FIRST_VIEW], true])
    it(`is the first view where ${JSON.stringify(broken) ?? 'nothing'} was kept`, () =>
      assert.deepEqual(readViewState(broken), FIRST_VIEW));

  it('loses what makes no sense, and keeps the rest', () => {
    const read = readViewState({
      panes: ['/a', 3, null],
      cameras: {
        '/a': { x: 1, y: 2, zoom: 3 },
        '/b': { x: Infinity, y: 0, zoom: 0 },
        '/c': { x: 0, y: 0, zoom: 1e6 },
        '/d': 'far',
        '/e': { x: '1', y: 2, zoom: 3 },
      },
      looks: { a: { visible: 'yes', opacity: 7, tint: 'red; background: url(x)', blend: 'xor' }, b: [] },
      cells: { opacity: -1, widthPx: 1e9 },
      linked: 'no',
      comparison: { mode: 'blink', left: 4, right: {}, at: NaN },
      tab: 'secrets',
      dock: 1,
      intensity: {
        a: { measurement: 'colour', cutoffs: { od: { weak: 1, moderate: 2 }, marker: 7 } },
        b: { cutoffs: { od: { weak: -1, moderate: 2, strong: 3 } } },
        c: 'strong',
      },
      tables: {
        a: { sort: { by: 'secrets' }, classes: 'some', shown: ['x', 7, '<b>'], range: { low: 1, high: 2 } },
        b: { shown: [], plotted: 'od', range: { low: 3, high: 2 } },
        c: 7,
      },
    });
    assert.deepEqual(read, {
      ...FIRST_VIEW,
      panes: ['/a'],
      cameras: { '/a': { x: 1, y: 2, zoom: 3 } },
      looks: { a: { visible: false, opacity: 1, blend: 'normal' } },
      intensity: { a: { cutoffs: {} }, b: { cutoffs: {} } },
      tables: {
        a: { ...FIRST_TABLE_LOOK, shown: ['x'] },
        b: { ...FIRST_TABLE_LOOK, plotted: 'od' },
      },
    });
  });

  it('takes a bounded number of entries', () => {
    const cameras = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`/${i}`, { x: 0, y: 0, zoom: 0 }]),
    );
    assert.equal(Object.keys(readViewState({ cameras }).cameras).length, 64);
  });

  it('makes nothing a prototype', () => {
    const read = readViewState(JSON.parse('{"looks":{"__proto__":{"visible":true}}}'));
    assert.equal(Object.getPrototypeOf(read.looks), Object.prototype);
    assert.equal((read.looks as Record<string, unknown>).visible, undefined);
  });
});
