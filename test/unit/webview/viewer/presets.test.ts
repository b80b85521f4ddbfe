import assert from 'node:assert/strict';
import type { PictureLayer } from '../../../../webview/messages/viewer.js';
import { lookOf } from '../../../../webview/viewer/paneParts.js';
import {
  isAsPreset,
  keyOfLayer,
  presetsFor,
  presetView,
  shownLooks,
  viewAfterKey,
} from '../../../../webview/viewer/presets.js';
import { withDensities } from '../../../../webview/viewer/stainDensity.js';
import { FIRST_VIEW, type ViewState } from '../../../../webview/viewer/viewState.js';

const layer = (id: string, role: PictureLayer['role']): PictureLayer => ({
  ...{ id, title: id, role },
  picture: { id, kind: 'file', uri: id },
});
const layers = withDensities([
  layer('ihc', 'image'),
  ...['hematoxylin', 'dapi', 'lap2', 'marker'].map((id) => layer(id, 'modality')),
  layer('Seg', 'segmentation'),
  layer('SegRefined', 'refined'),
]);
const visible = (looks: ViewState['looks']) =>
  layers.filter((each) => lookOf(looks, each).visible).map(({ id }) => id);
const after = (view: ViewState, change: Partial<ViewState> | undefined): ViewState => ({
  ...view,
  ...change,
});

describe('presets of the layers', () => {
  it('begin with the image and its outlines', () => {
    assert.deepEqual(visible(FIRST_VIEW.looks), ['ihc']);
    assert.ok(isAsPreset(layers, FIRST_VIEW));
  });

  it('compose fluorescence: each modality in a colour of its own, added up on black', () => {
    const { looks, cells } = presetView('mpif', layers, FIRST_VIEW);
    assert.deepEqual(visible(looks), ['dapi', 'lap2', 'marker']);
    assert.equal(cells.visible, false);
    const shown = ['dapi', 'lap2', 'marker'].map((id) => looks[id]!);
    assert.deepEqual(new Set(shown.map(({ blend }) => blend)), new Set(['add']));
    assert.equal(new Set(shown.map(({ tint }) => tint)).size, 3);
  });

  it('lay the refined mask on the image, or the segmentation map if there is none', () => {
    assert.deepEqual(visible(presetView('segmentation', layers, FIRST_VIEW).looks), ['ihc', 'SegRefined']);
    const raw = layers.filter(({ role }) => role !== 'refined');
    assert.equal(presetView('segmentation', raw, FIRST_VIEW).looks.Seg!.visible, true);
  });

  it('are those for which there are layers', () => {
    assert.deepEqual(presetsFor(layers), ['ihc', 'mpif', 'segmentation', 'stains']);
    assert.deepEqual(presetsFor(withDensities([layer('ihc', 'image')])), ['ihc', 'stains']);
    assert.deepEqual(presetsFor([layer('dapi', 'modality')]), ['ihc', 'mpif']);
  });

  it('come back with 0 after a change', () => {
    const chosen = after(FIRST_VIEW, presetView('mpif', layers, FIRST_VIEW));
    const dapi = { ...chosen.looks.dapi!, opacity: 0.3 };
    const changed = { ...chosen, looks: { ...chosen.looks, dapi } };
    assert.ok(isAsPreset(layers, chosen) && !isAsPreset(layers, changed));
    assert.deepEqual(after(changed, viewAfterKey('0', layers, changed)).looks, chosen.looks);
  });
});

describe('keys of the layers', () => {
  it('are 1 to 9, stored pictures first', () => {
    assert.deepEqual(
      layers.map(({ id }) => [id, keyOfLayer(layers, id)]),
      [
        ['ihc', '1'],
        ...['sum', 'hematoxylin', 'dab'].map((id, i) => [`density:${id}`, i < 2 ? String(8 + i) : undefined]),
        ...['hematoxylin', 'dapi', 'lap2', 'marker', 'Seg', 'SegRefined'].map((id, i) => [id, String(2 + i)]),
      ],
    );
    assert.equal(viewAfterKey('a', layers, FIRST_VIEW), undefined);
    assert.equal(viewAfterKey('9', layers.slice(0, 1), FIRST_VIEW), undefined);
  });

  it('show a layer alone, opaque, in its own colour, and all again at the second press', () => {
    const alone = after(FIRST_VIEW, viewAfterKey('3', layers, FIRST_VIEW));
    const looks = shownLooks(layers, alone);
    assert.deepEqual(visible(looks), ['dapi']);
    assert.equal(
      looks.dapi!.tint,
      lookOf(
        {},
        layers.find(({ id }) => id === 'dapi')!,
      ).tint,
    );
    assert.deepEqual(visible(shownLooks(layers, after(alone, viewAfterKey('3', layers, alone)))), ['ihc']);
  });
});
