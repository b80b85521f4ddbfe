// Registration of drawn nuclei with known shifts, and of the reference's samples, whose shifts NumPy finds by trying
// all.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fourier, fourierBack } from '../../../engine/dataset/fourier.js';
import { panelsNamed, type Panel } from '../../../engine/dataset/panels.js';
import { readSample } from '../../../engine/dataset/readSample.js';
import { compareNuclei, nuclearPlane } from '../../../engine/dataset/registration.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import type { Raster, Rgb } from '../../../engine/protocol/raster.js';
import { randomFrom } from '../../../engine/random/random.js';
import { picture } from './drawnTiles.js';

const [IHC, DAPI, SEG] = panelsNamed(['ihc', 'dapi', 'segmentation']) as [Panel, Panel, Panel];
const SIDE = 96;

/** Discs of radius 4 at random places, all shifted. */
function nuclei(inside: Rgb, outside: Rgb, seed: number, dx = 0, dy = 0): Raster {
  const random = randomFrom(seed);
  const centres = Array.from(
    { length: 25 },
    () => [random.below(SIDE) + dx, random.below(SIDE) + dy] as const,
  );
  return picture(SIDE, SIDE, (x, y) =>
    centres.some(([cx, cy]) => (x - cx) ** 2 + (y - cy) ** 2 <= 16) ? inside : outside,
  );
}

const BLUE_STAIN: Rgb = [60, 70, 150];
const GLASS: Rgb = [225, 225, 220];
const ihc = nuclearPlane(nuclei(BLUE_STAIN, GLASS, 1), IHC);
const dapi = (seed: number, dx = 0, dy = 0) =>
  nuclearPlane(nuclei([180, 180, 180], [5, 5, 5], seed, dx, dy), DAPI);

describe('a Fourier transform', () => {
  it('equals the sum that defines it, and can be inverted', () => {
    const side = 8;
    const plane = Float64Array.from({ length: side * side }, (_, i) => Math.sin(i * i));
    const { real, imaginary } = fourier(plane, side);
    for (const [u, v] of [
      [0, 0],
      [1, 0],
      [3, 5],
    ] as const) {
      let [re, im] = [0, 0];
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++) {
          const angle = (-2 * Math.PI * (u * x + v * y)) / side;
          re += plane[y * side + x]! * Math.cos(angle);
          im += plane[y * side + x]! * Math.sin(angle);
        }
      assert.ok(Math.abs(real[v * side + u]! - re) < 1e-9 && Math.abs(imaginary[v * side + u]! - im) < 1e-9);
    }
    const back = fourierBack({ side, real, imaginary });
    assert.ok(back.every((value, i) => Math.abs(value - plane[i]!) < 1e-12));
  });
});

describe('registration', () => {
  it('of registered panels is no shift and a high correlation', () => {
    const { shiftX, shiftY, correlation } = compareNuclei(ihc, dapi(1));
    assert.ok(Math.hypot(shiftX, shiftY) < 0.3);
    assert.ok(correlation > 0.95, `${correlation}`);
  });

  for (const [dx, dy] of [
    [3, 0],
    [-5, 2],
    [0, -8],
    [7, 7],
  ] as const)
    it(`finds a panel that is shifted by ${dx}, ${dy} px`, () => {
      const found = compareNuclei(ihc, dapi(1, dx, dy));
      assert.ok(
        Math.abs(found.shiftX - dx) < 0.5 && Math.abs(found.shiftY - dy) < 0.5,
        JSON.stringify(found),
      );
      assert.ok(found.correlationMoved > 0.9 && found.correlation < found.correlationMoved);
    });

  it('finds no correlation with other cells', () => {
    const { correlationMoved } = compareNuclei(ihc, dapi(2));
    assert.ok(correlationMoved < 0.25, `${correlationMoved}`);
  });

  it('sees cells in a segmentation of either class, and nuclei under DAB', () => {
    const red = nuclearPlane(nuclei([255, 0, 0], [0, 0, 0], 1, 4, 0), SEG);
    const brown = nuclearPlane(nuclei([70, 40, 25], GLASS, 1), IHC);
    assert.ok(Math.abs(compareNuclei(ihc, red).shiftX - 4) < 0.5);
    assert.ok(compareNuclei(brown, red).correlationMoved > 0.9);
  });

  it('of blank planes is no shift and no correlation', () => {
    const flat = nuclearPlane(
      picture(SIDE, SIDE, () => [9, 9, 9]),
      DAPI,
    );
    assert.deepEqual(compareNuclei(ihc, flat), { shiftX: 0, shiftY: 0, correlation: 0, correlationMoved: 0 });
  });

  it('of the reference’s pair agrees with trying all shifts', async () => {
    // NumPy, correlation of red optical density with each panel moved by −16 … 16 px: hematoxylin best at (−7, −1),
    // DAPI at (−11, 3), cells of the segmentation at (−6, −1).
    const panels = panelsNamed(['ihc', 'hematoxylin', 'dapi', 'lap2', 'marker', 'segmentation']);
    const file = join(packageRoot(), 'test/fixtures/deepliif/e_training/Bladder1.webp');
    const tiles = await readSample({ name: 'Bladder1', files: [file] }, panels);
    const plane = (i: number) => nuclearPlane(tiles[i]!, panels[i]!);
    const input = plane(0);
    for (const [i, dx, dy] of [
      [1, -7, -1],
      [2, -11, 3],
      [5, -6, -1],
    ] as const) {
      const { shiftX, shiftY } = compareNuclei(input, plane(i));
      assert.ok(Math.abs(shiftX - dx) <= 1 && Math.abs(shiftY - dy) <= 1, `${shiftX}, ${shiftY}`);
    }
  });
});
