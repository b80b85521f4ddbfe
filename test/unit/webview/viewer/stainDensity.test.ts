import assert from 'node:assert/strict';
import { STAIN_VECTORS } from '../../../../engine/measurements/stains.js';
import { opticalDensityPlane } from '../../../../engine/postprocessing/intensityPlanes.js';
import type { PictureLayer } from '../../../../webview/messages/viewer.js';
import {
  DENSITY_WEIGHTS,
  densityOf,
  densityOfColour,
  withDensities,
} from '../../../../webview/viewer/stainDensity.js';

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}`);

describe('optical densities of a bright-field image', () => {
  it('are separated into the stains that were mixed', () => {
    const { hematoxylin, dab } = STAIN_VECTORS;
    const mixed = hematoxylin.map((value, i) => 0.7 * value + 0.4 * dab[i]!);
    near(dot(DENSITY_WEIGHTS.hematoxylin, mixed), 0.7);
    near(dot(DENSITY_WEIGHTS.dab, mixed), 0.4);
  });

  it('do not take for a stain what neither of the two absorbs', () => {
    const [h, d] = [STAIN_VECTORS.hematoxylin, STAIN_VECTORS.dab];
    const across = [h[1] * d[2] - h[2] * d[1], h[2] * d[0] - h[0] * d[2], h[0] * d[1] - h[1] * d[0]];
    near(dot(DENSITY_WEIGHTS.hematoxylin, across), 0);
    near(dot(DENSITY_WEIGHTS.dab, across), 0);
  });

  it('sum up to the density that gates cells', () => {
    const colour = [200, 120, 0];
    const data = Uint8Array.from(colour);
    const [hundredths] = opticalDensityPlane({ width: 1, height: 1, channels: 3, data });
    assert.equal(Math.round(100 * densityOfColour('sum', colour)), hundredths);
  });

  it('are layers of the same picture, above the image only', () => {
    const layer = (id: string, role: PictureLayer['role']): PictureLayer => ({
      ...{ id, title: id, role },
      picture: { id, kind: 'file', uri: id },
    });
    const layers = withDensities([layer('ihc', 'image'), layer('dapi', 'modality')]);
    assert.deepEqual(
      layers.map(({ id, picture }) => [id, picture.id, densityOf({ id })]),
      [
        ['ihc', 'ihc', undefined],
        ['density:sum', 'ihc', 'sum'],
        ['density:hematoxylin', 'ihc', 'hematoxylin'],
        ['density:dab', 'ihc', 'dab'],
        ['dapi', 'dapi', undefined],
      ],
    );
  });
});
