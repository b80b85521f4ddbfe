// The tile of an image, by the sizes of a pixel of image and model.

import assert from 'node:assert/strict';
import { tileScale } from '../../../engine/inference/tileScale.js';

const MODEL = { tilePx: 512, mpp: 0.25 };
const tileAt = (mpp: number, model = MODEL) => tileScale(model, mpp, {}).tilePx;

describe('the tile of a model of 512 px at 40x', () => {
  it('is its own, a half or a quarter for what scanners have at 40x, 20x and 10x', () => {
    assert.deepEqual(
      [0.23, 0.25, 0.2738, 0.275].map((mpp) => tileAt(mpp)),
      [512, 512, 512, 512],
    );
    assert.deepEqual(
      [0.46, 0.499, 0.5, 0.55].map((mpp) => tileAt(mpp)),
      [256, 256, 256, 256],
    );
    assert.deepEqual(
      [0.92, 1, 1.1].map((mpp) => tileAt(mpp)),
      [128, 128, 128],
    );
  });

  it('is model tile × model mpp / image mpp between these, in whole pixels', () => {
    assert.equal(tileAt(0.37), 346);
    assert.equal(tileAt(0.05), 2560);
  });

  it('grows for a model of 20x that sees an image of 40x', () =>
    assert.equal(tileAt(0.25, { tilePx: 256, mpp: 0.5 }), 512));

  it('is what was chosen by: the tile given, the size given, the file, the folder, the model', () => {
    const choose = (fileMpp: number | undefined, given: Parameters<typeof tileScale>[2]) => {
      const { tilePx, scale } = tileScale(MODEL, fileMpp, given);
      return [scale.basis, tilePx, scale.mpp];
    };
    assert.deepEqual(choose(0.5, { tilePx: 300, mpp: 1 }), ['tilePx', 300, undefined]);
    assert.deepEqual(choose(0.5, { mpp: 1 }), ['mpp', 128, 1]);
    assert.deepEqual(choose(0.5, { mpp: 1, mppBasis: 'folder' }), ['file', 256, 0.5]);
    assert.deepEqual(choose(undefined, { mpp: 1, mppBasis: 'folder' }), ['folder', 128, 1]);
    assert.deepEqual(choose(undefined, {}), ['assumed', 512, undefined]);
  });

  it('stays the model’s own where the model’s magnification is unknown', () => {
    const { tilePx, scale, imageMpp } = tileScale({ tilePx: 512 }, 0.5, {});
    assert.deepEqual([tilePx, scale, imageMpp], [512, { basis: 'assumed' }, 0.5]);
  });
});

describe('the choice of a tile', () => {
  const noticesOf = (...args: Parameters<typeof tileScale>) => tileScale(...args).notices.join('; ');

  it('says nothing where all agree', () => {
    for (const given of [{}, { mpp: 0.5 }, { tilePx: 256 }, { tilePx: 256, mpp: 0.5 }])
      assert.equal(noticesOf(MODEL, 0.5, given), '');
    assert.equal(noticesOf(MODEL, undefined, { tilePx: 512 }), '');
  });

  it('says that the image does not say its scale, and what to do', () =>
    assert.match(
      noticesOf(MODEL, undefined, {}),
      /says no µm per pixel; taken as 40x; give --mpp or --tile-size/,
    ));

  it('says when the user disagrees with the file, or with themselves', () => {
    assert.match(
      noticesOf(MODEL, 0.5, { mpp: 0.25 }),
      /0\.25 µm per pixel were given, but the file says 0\.5/,
    );
    assert.match(noticesOf(MODEL, 0.5, { tilePx: 512 }), /by the file's 0\.5 µm per pixel \(20x\).*256 px/);
    assert.match(noticesOf(MODEL, undefined, { tilePx: 512, mpp: 1 }), /by the given 1 µm per pixel.*128 px/);
  });

  it('says when the given size has no effect, because that of the model is unknown', () =>
    assert.match(
      noticesOf({ tilePx: 512 }, undefined, { mpp: 0.5 }),
      /the given ones do not change its tiles/,
    ));

  it('says when the model’s magnification is only that of its kind, and when nuclei are too small for it', () => {
    assert.match(
      noticesOf({ ...MODEL, isMppOfKind: true }, 0.5, {}),
      /the model does not say its µm per pixel/,
    );
    assert.equal(noticesOf({ ...MODEL, isMppOfKind: true }, 0.25, {}), '');
    assert.match(noticesOf(MODEL, 4, {}), /too few pixels/);
  });
});

describe('the size thresholds', () => {
  const resolution = (...args: Parameters<typeof tileScale>) => tileScale(...args).resolution;

  it('follow the magnification of the image, for models of any tile and magnification', () => {
    assert.deepEqual(
      [0.25, 0.5, 1].map((mpp) => resolution(MODEL, mpp, {})),
      ['40x', '20x', '10x'],
    );
    assert.equal(resolution({ tilePx: 1024, mpp: 0.25 }, 0.5, {}), '20x');
    assert.equal(resolution({ tilePx: 256, mpp: 0.5 }, undefined, {}), '20x');
  });

  it('follow the tile that was given, as in the reference', () =>
    assert.deepEqual(
      [385, 384, 193, 192].map((tilePx) => resolution(MODEL, 0.25, { tilePx })),
      ['40x', '20x', '20x', '10x'],
    ));

  it('are not lengths: an assumed magnification gives no µm', () => {
    assert.equal(tileScale(MODEL, undefined, {}).imageMpp, undefined);
    assert.equal(tileScale(MODEL, undefined, { mpp: 0.5, mppBasis: 'folder' }).imageMpp, 0.5);
  });
});
