import assert from 'node:assert/strict';
import { readViewerMessage } from '../../../../extension/viewer/viewerIntents.js';

describe('messages of the viewer’s page', () => {
  it('pass when they are of the contract', () => {
    const messages = [
      { type: 'ready' },
      { type: 'needTiles', picture: '/a.tif?1-2', tiles: [{ level: 0, column: 3, row: 4 }] },
      { type: 'rescore', pane: '/r', thresholds: { resolution: '40x', sizeThreshold: 'auto' } },
      {
        type: 'correct',
        pane: '/r',
        map: 'Seg',
        corrections: [{ map: 'Seg', x: 1.5, y: 2, positive: true, at: '2026-01-01T00:00:00Z' }],
      },
      { type: 'export', pane: '/r' },
      {
        type: 'export',
        pane: '/r',
        cutoffs: { Seg: { od: { weak: 10, moderate: 20, strong: 30 } } },
      },
      { type: 'saveView', name: 'tile', png: Uint8Array.of(1, 2) },
      { type: 'closePane', pane: '/r' },
      { type: 'failed', message: 'oh', show: false },
    ];
    for (const message of messages) assert.deepEqual(readViewerMessage(message), message);
  });

  it('are stripped of what does not belong to them', () =>
    assert.deepEqual(readViewerMessage({ type: 'closePane', pane: '/r', command: 'rm' }), {
      type: 'closePane',
      pane: '/r',
    }));

  const refused: readonly [string, unknown][] = [
    ['nothing', undefined],
    ['text', 'ready'],
    ['an unknown type', { type: 'execute', command: 'rm' }],
    ['a type that every object has', { type: 'constructor' }],
    ['a missing field', { type: 'rescore', pane: '/r' }],
    [
      'a threshold that is no number',
      { type: 'rescore', pane: '/r', thresholds: { resolution: '40x', segThreshold: NaN } },
    ],
    [
      'cut-offs that are no numbers',
      {
        type: 'export',
        pane: '/r',
        cutoffs: { Seg: { od: { weak: '1', moderate: 2, strong: 3 } } },
      },
    ],
    [
      'a tile before the first',
      { type: 'needTiles', picture: 'p', tiles: [{ level: 0, column: -1, row: 0 }] },
    ],
    ['half a tile', { type: 'needTiles', picture: 'p', tiles: [{ level: 0, column: 0.5, row: 0 }] }],
    [
      'too many tiles',
      { type: 'needTiles', picture: 'p', tiles: Array(5000).fill({ level: 0, column: 0, row: 0 }) },
    ],
    ['a picture that is no bytes', { type: 'saveView', name: 'x', png: [1, 2, 3] }],
    ['endless text', { type: 'failed', message: 'x'.repeat(30_000), show: false }],
  ];
  for (const [what, message] of refused)
    it(`are refused with ${what}`, () =>
      assert.throws(() => readViewerMessage(message), { name: 'ShapeError' }));
});
