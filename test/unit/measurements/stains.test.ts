import assert from 'node:assert/strict';
import { dabDensity, hematoxylinDensity, type LevelSums } from '../../../engine/measurements/stains.js';

const amount = ([red, green, blue]: LevelSums, [r, g, b]: readonly [number, number, number]) =>
  red[r]! + green[g]! + blue[b]!;

describe('colour deconvolution of hematoxylin and DAB', () => {
  // numpy: -log10(max(rgb, 1) / 255) @ inv([H, D, H × D]), rows of unit length.
  for (const [rgb, hematoxylin, dab] of [
    [[90, 60, 40], 0.2377992209, 0.9142365012],
    [[120, 140, 190], 0.4564967593, -0.0295530832],
    [[240, 238, 235], 0.0197464938, 0.0359071538],
    [[30, 20, 15], 0.7497335689, 1.2356745936],
    [[200, 150, 110], -0.0501488838, 0.4833851509],
  ] as const)
    it(`finds their densities in ${rgb.join(', ')}`, () => {
      assert.ok(Math.abs(amount(hematoxylinDensity, rgb) - hematoxylin) < 1e-9);
      assert.ok(Math.abs(amount(dabDensity, rgb) - dab) < 1e-9);
    });

  it('finds nothing in white', () => {
    assert.equal(Math.abs(amount(hematoxylinDensity, [255, 255, 255])), 0);
    assert.equal(Math.abs(amount(dabDensity, [255, 255, 255])), 0);
  });
});
