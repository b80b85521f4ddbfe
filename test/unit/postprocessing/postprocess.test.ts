import assert from 'node:assert/strict';
import { opticalDensityPlane } from '../../../engine/postprocessing/intensityPlanes.js';
import { postprocess } from '../../../engine/postprocessing/postprocess.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import type { Raster } from '../../../engine/protocol/raster.js';

/** An image of one colour. */
function plain(width: number, height: number, ...rgb: readonly number[]): Raster {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => rgb[i % 3]!);
  return { width, height, channels: 3, data };
}

describe('post-processing an image', () => {
  const ihc = plain(4, 4, 51, 102, 204);
  const seg = plain(4, 4, 0, 0, 200);

  it('gives scores, cells and both pictures', () => {
    const result = postprocess(ihc, seg, plain(4, 4, 0, 90, 0), { resolution: '40x', measureOd: true });
    assert.equal(result.scoring.num_neg, 1);
    assert.deepEqual([...result.cells.areaPx, ...result.cells.marker!], [16, 90]);
    assert.equal(result.cells.od![0], opticalDensityPlane(ihc)[0]);
    assert.deepEqual([...result.refined.data.subarray(0, 6)], [0, 255, 0, 0, 0, 255]);
    assert.deepEqual([...result.overlaid.data.subarray(0, 6)], [0, 0, 255, 51, 102, 204]);
  });

  it('measures optical density only where asked', () =>
    assert.equal(postprocess(ihc, seg, undefined, { resolution: '40x' }).cells.od, undefined));

  it('leaves its inputs alone', () => {
    const before = seg.data.slice();
    postprocess(ihc, seg, seg, { resolution: '40x' });
    assert.deepEqual(seg.data, before);
    assert.deepEqual(ihc, plain(4, 4, 51, 102, 204));
  });

  it('refuses images of different sizes and says which', () => {
    const refused = (original: Raster, marker: Raster | undefined, what: RegExp): void =>
      assert.throws(
        () => postprocess(original, seg, marker, { resolution: '40x' }),
        (error) => error instanceof EngineError && error.code === 'usage' && what.test(error.message),
      );
    refused(plain(5, 4, 0, 0, 0), undefined, /original image is 5 × 4 px, the segmentation map 4 × 4/);
    refused(ihc, plain(4, 3, 0, 0, 0), /marker image is 4 × 3/);
  });
});
