import assert from 'node:assert/strict';
import type { Pane, PictureLayer } from '../../../../webview/messages/viewer.js';
import type { Comparison } from '../../../../webview/viewer/viewState.js';
import { comparablePanes, comparedLayers, partsOf } from '../../../../webview/viewer/paneParts.js';
import type { ShownCells } from '../../../../webview/viewer/cellLayers.js';

const layer = (of: string, id: string, role: PictureLayer['role']): PictureLayer => ({
  id,
  title: id,
  role,
  picture: { id: `${of}/${id}.png`, kind: 'file', uri: `https://page${of}/${id}.png` },
});
const pane = (id: string, widthPx = 100, ids: readonly string[] = ['ihc', 'dapi', 'Seg']): Pane => ({
  id,
  kind: 'result',
  title: 'image.png',
  detail: id,
  widthPx,
  heightPx: 100,
  layers: ids.map((each) => layer(id, each, each === 'ihc' ? 'image' : 'modality')),
  maps: [],
  notices: [],
  problems: [],
});
const [a, b, larger] = [pane('/a'), pane('/b'), pane('/larger', 200)];
const panes = [a, b, larger];
const box = { left: 0, top: 0, width: 400, height: 300 };
const shown = panes.map((each) => ({
  pane: each,
  box,
  camera: { x: 50, y: 50, zoom: 0 },
  cells: [{ pane: each.id, map: 'Seg' } as ShownCells],
}));
const swipe: Comparison = { mode: 'swipe', at: 0.25 };
const names = (of: Pane, comparison: Comparison) =>
  comparedLayers(of, panes, comparison).map((compared) => compared && compared.pane.id + compared.layer.id);

describe('what a pane shows', () => {
  it('is its visible layers, bottom first', () => {
    const looks = { Seg: { visible: true, opacity: 1, blend: 'normal' } } as const;
    const [part] = partsOf(shown[0]!, shown, looks, { mode: 'none', at: 0.5 });
    assert.deepEqual(part!.content.kind === 'layers' && part!.content.layers.map(({ id }) => id), [
      'ihc',
      'Seg',
    ]);
    assert.deepEqual(part!.box, box);
  });

  it('is two parts with an edge between them when layers are swiped', () => {
    const parts = partsOf(shown[0]!, shown, {}, swipe);
    assert.deepEqual(
      parts.map((part) => [
        part.box.left,
        part.box.width,
        part.content.kind === 'alone' && part.content.layer.id,
      ]),
      [
        [0, 100, 'ihc'],
        [100, 300, 'dapi'],
      ],
    );
  });

  it('has both parts wherever the edge is', () => {
    for (const at of [0, 1])
      for (const part of partsOf(shown[0]!, shown, {}, { ...swipe, at })) assert.ok(part.box.width >= 1);
  });

  it('compares the image and what lies on it, until others are chosen', () => {
    assert.deepEqual(names(a, swipe), ['/aihc', '/adapi']);
    assert.deepEqual(names(a, { ...swipe, left: 'Seg', right: 'ihc' }), ['/aSeg', '/aihc']);
  });

  it('compares with a layer of another pane, with that pane’s cells', () => {
    const across = { ...swipe, left: 'Seg', right: 'Seg', rightPane: '/b' };
    assert.deepEqual(names(a, across), ['/aSeg', '/bSeg']);
    assert.deepEqual(names(b, across), ['/bSeg', '/bSeg']);
    assert.deepEqual(
      partsOf(shown[0]!, shown, {}, across).map(({ cells }) => cells[0]!.pane),
      ['/a', '/b'],
    );
  });

  it('compares only with pictures of its size', () => {
    assert.deepEqual(comparablePanes(a, panes), [a, b]);
    assert.deepEqual(names(a, { ...swipe, right: 'Seg', rightPane: '/larger' }), ['/aihc', '/aSeg']);
  });

  it('falls back to its own layers when a pane or a layer is gone', () => {
    assert.deepEqual(names(a, { ...swipe, left: 'gone', right: 'Seg', rightPane: '/gone' }), [
      '/aihc',
      '/aSeg',
    ]);
    const [left, right] = comparedLayers(pane('/one', 100, ['ihc']), panes, swipe);
    assert.deepEqual([left?.layer.id, right?.layer.id], ['ihc', 'ihc']);
    const none = pane('/none', 100, []);
    const empty = { ...shown[0]!, pane: none };
    assert.deepEqual(comparedLayers(none, [none], swipe), [undefined, undefined]);
    assert.equal(partsOf(empty, [empty], {}, swipe)[0]!.content.kind, 'layers');
  });

  it('is one difference of two layers', () => {
    const [part, ...more] = partsOf(shown[0]!, shown, {}, { mode: 'difference', at: 0.5, right: 'Seg' });
    assert.deepEqual(more, []);
    assert.deepEqual(part!.content.kind === 'difference' && [part!.content.left.id, part!.content.right.id], [
      'ihc',
      'Seg',
    ]);
  });
});
