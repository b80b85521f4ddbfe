import assert from 'node:assert/strict';
import type { Pane } from '../../../../webview/messages/viewer.js';
import { FIRST_VIEW } from '../../../../webview/viewer/viewState.js';
import { withDensities } from '../../../../webview/viewer/stainDensity.js';
import { readOut } from '../../../../webview/viewer/readOut.js';

const pane: Pane = {
  id: '/a',
  kind: 'result',
  title: 'a',
  detail: '',
  widthPx: 100,
  heightPx: 50,
  layers: (['ihc', 'dapi'] as const).map((id) => ({
    id,
    title: id.toUpperCase(),
    role: id === 'ihc' ? ('image' as const) : ('modality' as const),
    picture: { id, kind: 'file', uri: id },
  })),
  maps: [],
  notices: [],
  problems: [],
};
const colours: Record<string, readonly number[]> = { ihc: [1, 2, 3] };
const at = (x: number, y: number, of: Pane = pane, comparison = FIRST_VIEW.comparison) =>
  readOut(of, [of], { looks: {}, comparison }, ({ id }) => colours[id], { x, y });

describe('the read-out of a pixel', () => {
  it('says its place and its colour in each layer on show', () =>
    assert.equal(at(10.9, 20.2), 'x 10, y 20 · IHC 1 2 3'));

  it('says its place in micrometres where they are known', () =>
    assert.equal(at(10, 20, { ...pane, mpp: 0.25 }), 'x 10, y 20 (2.5, 5.0 µm) · IHC 1 2 3'));

  it('reads both layers of a comparison, and says where a colour is not here yet', () =>
    assert.equal(at(0, 0, pane, { mode: 'swipe', at: 0.5 }), 'x 0, y 0 · IHC 1 2 3 · DAPI …'));

  it('says the optical density of a layer that shows one', () => {
    const densities = { ...pane, layers: withDensities(pane.layers) };
    const looks = Object.fromEntries(
      densities.layers.map(({ id }) => [
        id,
        { visible: id === 'density:sum', opacity: 1, blend: 'normal' } as const,
      ]),
    );
    const view = { looks, comparison: FIRST_VIEW.comparison };
    // log10(255 / 25.5) is 1, and white has no density.
    assert.equal(
      readOut(densities, [densities], view, () => [255, 255, 25], { x: 0, y: 0 }),
      `x 0, y 0 · Optical density ${Math.log10(255 / 25).toFixed(2)}`,
    );
  });

  it('says nothing beside the picture', () => {
    for (const [x, y] of [
      [-0.1, 0],
      [100, 0],
      [0, 50],
    ] as const)
      assert.equal(at(x, y), '');
  });
});
