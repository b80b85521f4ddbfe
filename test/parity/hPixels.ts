// Parity of single pixels against fixture h_spot/spot.json: grey level to tensor and back, luma, and the empty-tile
// rule. All are exact, the variance to the precision of float64.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { greyLevel, isEmptyTile, tissueVariance } from '../../engine/inference/emptyTile.js';
import { planesToRaster, rasterToPlanes } from '../../engine/inference/normalise.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { largestDifference, type ParitySuite } from './check.js';
import { measured } from './measured.js';

type Colour = readonly [number, number, number];

interface SpotValues {
  /** `u8` of x = linspace(-1, 1, u8.length), float32. */
  readonly tensor2im: { readonly u8: readonly number[] };
  /** `out` for the levels 0 … 255, normalised and converted back. */
  readonly u8_roundtrip: { readonly out: readonly number[] };
  readonly rgb_to_L: { readonly rgb: readonly Colour[]; readonly L: readonly number[] };
  readonly is_empty: {
    readonly cases: readonly {
      readonly name: string;
      readonly rgb: readonly (readonly Colour[])[];
      readonly variance: number;
      readonly is_empty: boolean;
    }[];
  };
}

export const hPixels: ParitySuite = async function* (root) {
  const spot = JSON.parse(await readFile(join(root, 'h_spot', 'spot.json'), 'utf8')) as SpotValues; // trusted fixture

  yield await measured('h_spot · tensor to grey level', 0, () => {
    const { u8 } = spot.tensor2im;
    const last = u8.length - 1;
    const x = Float32Array.from(u8, (_, i) => (i === last ? 1 : -1 + i * (2 / last)));
    const pixels = planesToRaster({ channels: 1, height: 1, width: x.length, data: x });
    return largestDifference(pixels.data, u8);
  });
  yield await measured('h_spot · grey level to tensor and back', 0, () => {
    const { out } = spot.u8_roundtrip;
    const levels: Raster = {
      width: out.length,
      height: 1,
      channels: 1,
      data: Uint8Array.from(out, (_, i) => i),
    };
    return largestDifference(planesToRaster(rasterToPlanes(levels)).data, out);
  });
  yield await measured('h_spot · RGB to grey', 0, () =>
    largestDifference(
      spot.rgb_to_L.rgb.map((colour) => greyLevel(...colour)),
      spot.rgb_to_L.L,
    ),
  );
  for (const { name, rgb, variance, is_empty: empty } of spot.is_empty.cases) {
    const data = Uint8Array.from(rgb.flat(2));
    const tile: Raster = { width: rgb[0]?.length ?? 0, height: rgb.length, channels: 3, data };
    yield await measured(`h_spot · empty tile · ${name} · variance`, 1e-9, () =>
      Math.abs(tissueVariance(tile) - variance),
    );
    yield await measured(`h_spot · empty tile · ${name}`, 0, () =>
      isEmptyTile(tile, 'reference') === empty ? 0 : 1,
    );
  }
};
