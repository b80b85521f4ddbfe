import assert from 'node:assert/strict';
import { STYLE_METHODS, type StyleMethod } from '../../../engine/protocol/imageStyle.js';
import { randomFrom } from '../../../engine/random/random.js';
import { featureRows, standardised, type FeatureRows } from '../../../engine/statistics/featureRows.js';
import { PROJECTIONS } from '../../../engine/style/projections.js';

/** Three clouds of 20 images in five features. */
const random = randomFrom(3);
const rows = standardised(
  featureRows(
    Array.from({ length: 60 }, (_, i) =>
      Array.from({ length: 5 }, (_, f) => random.normal() + (f === i % 3 ? 12 : 0)),
    ),
  ),
);

function placesOf(id: StyleMethod, data: FeatureRows = rows): Float64Array {
  const layout = PROJECTIONS[id].start(data, 42);
  for (let step = 0; step < layout.steps; step++) layout.step();
  return layout.places();
}

describe('layouts of images by their features', () => {
  for (const id of STYLE_METHODS) {
    it(`${id}: the nearest neighbour of each image is one of its own cloud`, () => {
      const places = placesOf(id);
      assert.equal(places.length, 120);
      for (let i = 0; i < 60; i++) assert.equal(nearest(places, i) % 3, i % 3);
    });

    it(`${id}: the same images give the same picture`, () => assert.deepEqual(placesOf(id), placesOf(id)));

    it(`${id}: equal images and few of them have places, too`, () => {
      const few = featureRows(Array.from({ length: PROJECTIONS[id].fewest }, () => [0, 0, 0]));
      assert.ok(placesOf(id, few).every(Number.isFinite));
    });
  }
});

function nearest(places: Float64Array, own: number): number {
  let [best, at] = [Infinity, -1];
  for (let i = 0; i < places.length / 2; i++) {
    const distance = Math.hypot(places[2 * i]! - places[2 * own]!, places[2 * i + 1]! - places[2 * own + 1]!);
    if (i !== own && distance < best) [best, at] = [distance, i];
  }
  return at;
}
