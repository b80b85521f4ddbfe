import assert from 'node:assert/strict';
import { FIRST_VIEW, readViewState } from '../../../../webview/viewer/viewState.js';

describe('the saved view of pictures and cells', () => {
  it('comes back as it was', () => {
    const view = {
      cameras: { '/a': { x: 1.5, y: -2, zoom: 3 } },
      looks: {
        dapi: { visible: true, opacity: 0.4, tint: '#5078ff', blend: 'add', range: 'auto' },
        Seg: { visible: false, opacity: 1, blend: 'normal', range: { low: 10, high: 99.5 } },
      },
      preset: 'mpif',
      solo: 'dapi',
      cells: { visible: false, opacity: 0.5, widthPx: 3, positive: '#00ff00', negative: '#0000ff' },
      linked: false,
      comparison: { mode: 'swipe', left: 'ihc', right: 'Seg', rightPane: '/b', at: 0.25 },
    };
    assert.deepEqual(readViewState(JSON.parse(JSON.stringify(view))), view);
    assert.deepEqual(readViewState(JSON.parse(JSON.stringify(FIRST_VIEW))), FIRST_VIEW);
  });

  for (const broken of [undefined, null, 7, 'x', [], [FIRST_VIEW], true])
    it(`is the first view where ${JSON.stringify(broken) ?? 'nothing'} was saved`, () =>
      assert.deepEqual(readViewState(broken), FIRST_VIEW));

  it('loses the parts that make no sense, and keeps the rest', () => {
    const read = readViewState({
      cameras: {
        '/a': { x: 1, y: 2, zoom: 3 },
        '/b': { x: Infinity, y: 0, zoom: 0 },
        '/c': { x: 0, y: 0, zoom: 1e6 },
        '/d': 'far',
        '/e': { x: '1', y: 2, zoom: 3 },
      },
      looks: {
        a: {
          visible: 'yes',
          opacity: 7,
          tint: 'red; background: url(x)',
          blend: 'xor',
          range: { low: 2, high: 1 },
        },
        b: [],
      },
      preset: 'mine',
      solo: 7,
      cells: { opacity: -1, widthPx: 1e9, positive: 'red' },
      linked: 'no',
      comparison: { mode: 'blink', left: 4, right: {}, at: NaN },
    });
    assert.deepEqual(read, {
      ...FIRST_VIEW,
      cameras: { '/a': { x: 1, y: 2, zoom: 3 } },
      looks: { a: { visible: false, opacity: 1, blend: 'normal' } },
    });
  });
});
