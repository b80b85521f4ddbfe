import assert from 'node:assert/strict';
import { firstLook, rgbOf, valuesOf } from '../../../../webview/viewer/looks.js';

describe('the first look of a layer', () => {
  it('shows the image and hides what was computed', () => {
    assert.equal(firstLook({ id: 'ihc', role: 'image' }).visible, true);
    for (const role of ['modality', 'segmentation', 'intermediate', 'refined', 'overlay'] as const)
      assert.equal(firstLook({ id: 'x', role }).visible, false, role);
  });

  it('colours what fluoresces as microscopes do: DAPI blue, the marker yellow', () => {
    const [, , blue] = rgbOf(firstLook({ id: 'dapi', role: 'modality' }).tint!);
    assert.equal(blue, 255);
    assert.deepEqual(rgbOf(firstLook({ id: 'marker', role: 'modality' }).tint!), [255, 220, 0]);
  });

  it('leaves colours that mean something as they are', () => {
    assert.equal(firstLook({ id: 'hematoxylin', role: 'modality' }).tint, undefined);
    assert.equal(firstLook({ id: 'marker', role: 'segmentation' }).tint, undefined);
  });

  it('hides densities of stains until they are wanted, and spreads them over densities that occur', () => {
    for (const id of ['density:sum', 'density:hematoxylin', 'density:dab']) {
      const { visible, tint } = firstLook({ id, role: 'image' });
      assert.equal(visible, false);
      assert.match(tint!, /^#[0-9a-f]{6}$/);
      assert.ok(valuesOf({ id }).full.high <= valuesOf({ id }).most);
    }
  });

  it('reads colours', () => {
    assert.deepEqual(rgbOf('#010203'), [1, 2, 3]);
    assert.deepEqual(rgbOf('#FFffFF'), [255, 255, 255]);
  });
});
