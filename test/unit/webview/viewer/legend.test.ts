import assert from 'node:assert/strict';
import type { PictureLayer } from '../../../../webview/messages/viewer.js';
import { legendOf } from '../../../../webview/viewer/legend.js';
import { presetView } from '../../../../webview/viewer/presets.js';
import { FIRST_VIEW } from '../../../../webview/viewer/viewState.js';

describe('the legend of a pane', () => {
  const layers = ['ihc', 'dapi', 'marker'].map((id): PictureLayer => {
    const role = id === 'ihc' ? 'image' : 'modality';
    return { id, title: id.toUpperCase(), role, picture: { id, kind: 'file', uri: id } };
  });
  const composite = { ...FIRST_VIEW, ...presetView('mpif', layers, FIRST_VIEW) };

  it('names the layers of a composite in their colours', () => {
    const colourOf = (id: string) => composite.looks[id]!.tint;
    assert.deepEqual(legendOf({ layers }, composite), [
      { title: 'DAPI', colour: colourOf('dapi') },
      { title: 'MARKER', colour: colourOf('marker') },
    ]);
  });

  it('is empty for layers in their own colours, and in a comparison', () => {
    assert.deepEqual(legendOf({ layers }, FIRST_VIEW), []);
    assert.deepEqual(legendOf({ layers }, { ...composite, comparison: { mode: 'swipe', at: 0.5 } }), []);
  });
});
