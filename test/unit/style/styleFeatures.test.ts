import assert from 'node:assert/strict';
import type { Raster } from '../../../engine/protocol/raster.js';
import { randomFrom } from '../../../engine/random/random.js';
import { styleFeatures, STYLE_FEATURES } from '../../../engine/style/styleFeatures.js';

const SIDE = 64;

function image(colourAt: (x: number, y: number) => readonly [number, number, number]): Raster {
  const data = new Uint8Array(3 * SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) data.set(colourAt(x, y), 3 * (y * SIDE + x));
  return { width: SIDE, height: SIDE, channels: 3, data };
}

function featuresOf(raster: Raster): Readonly<Record<string, number>> {
  const values = styleFeatures(raster);
  return Object.fromEntries(STYLE_FEATURES.map(({ id }, i) => [id, values[i]!]));
}

const noise = (seed: number, amount: number) => {
  const random = randomFrom(seed);
  return image(() => {
    const value = Math.round(128 + amount * random.normal());
    return [value, value, value];
  });
};

describe('features of style', () => {
  it('measure the densities of hematoxylin and DAB', () => {
    // Lambert–Beer: half of the pixels carry DAB of density 0.8, the others hematoxylin of 0.5.
    const stained = (vector: readonly number[], amount: number) => {
      const length = Math.hypot(...vector);
      return vector.map((part) => Math.round(255 * 10 ** ((-amount * part) / length))) as [
        number,
        number,
        number,
      ];
    };
    const [dab, hematoxylin] = [stained([0.27, 0.57, 0.78], 0.8), stained([0.65, 0.7, 0.29], 0.5)];
    const found = featuresOf(image((x) => (x < SIDE / 2 ? dab : hematoxylin)));
    assert.ok(Math.abs(found.dabMean! - 0.4) < 0.01, `${found.dabMean}`);
    assert.ok(Math.abs(found.dabP90! - 0.8) < 0.01);
    assert.ok(Math.abs(found.hematoxylinMean! - 0.25) < 0.01);
    assert.equal(found.stainedShare, 1);
  });

  it('take the tint of the glass from the brightest pixels', () => {
    const found = featuresOf(image((x) => (x < 8 ? [250, 240, 230] : [90, 60, 120])));
    assert.deepEqual([found.backgroundRed, found.backgroundGreen, found.backgroundBlue], [250, 240, 230]);
  });

  it('measure noise, and the slope of the spectrum: 0 for white noise, steep for soft shapes', () => {
    const white = featuresOf(noise(1, 10));
    assert.ok(Math.abs(white.noise! - 10) < 1, `${white.noise}`);
    assert.ok(Math.abs(white.spectrumSlope!) < 0.2, `${white.spectrumSlope}`);
    const soft = featuresOf(
      image((x, y) => {
        const value = Math.round(128 + 60 * Math.sin(x / 10) * Math.sin(y / 10));
        return [value, value, value];
      }),
    );
    assert.ok(soft.spectrumSlope! < -1.5, `${soft.spectrumSlope}`);
    assert.ok(soft.sharpness! < white.sharpness!);
    assert.ok(soft.textureHomogeneity! > white.textureHomogeneity!);
  });

  it('are numbers for an image of one colour', () =>
    assert.ok(styleFeatures(image(() => [255, 255, 255])).every(Number.isFinite)));

  it('are refused for an image too small to have a texture', () =>
    assert.throws(
      () => styleFeatures({ width: 8, height: 90, channels: 3, data: new Uint8Array(3 * 8 * 90) }),
      /8 × 90 px are too few; at least 32/,
    ));
});
