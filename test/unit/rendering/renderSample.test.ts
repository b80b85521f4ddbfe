import assert from 'node:assert/strict';
import { components } from '../../../engine/evaluation/components.js';
import { renderSample } from '../../../engine/rendering/renderSample.js';
import { nucleusSource } from '../../../engine/rendering/nucleusSource.js';

const SIDE = 96;

/** Twelve discs of two sizes in a dark picture. */
function discs() {
  const labels = new Uint16Array(SIDE * SIDE);
  const data = new Uint8Array(SIDE * SIDE).fill(10);
  for (let k = 0; k < 12; k++) {
    const [x0, y0, radius] = [12 + 24 * (k % 4), 14 + 30 * Math.floor(k / 4), k % 2 === 0 ? 9 : 7];
    for (let y = y0 - radius; y <= y0 + radius; y++)
      for (let x = x0 - radius; x <= x0 + radius; x++)
        if (Math.hypot(x - x0, y - y0) <= radius) {
          labels[y * SIDE + x] = k + 1;
          data[y * SIDE + x] = 120 + 8 * ((x + y) % 5);
        }
  }
  return nucleusSource({ width: SIDE, height: SIDE, channels: 1, data }, labels, true)!;
}

const SIZE = { width: 128, height: 128 };
/** A seed whose sample has cells of both classes. */
const seeds = Array.from({ length: 12 }, (_, seed) => seed);

describe('a rendered sample', () => {
  const sources = [discs()];
  const samples = seeds.map((seed) => renderSample(sources, SIZE, seed));
  const sample = samples.find(({ positive, negative }) => positive > 2 && negative > 2)!;

  it('is the same from the same seed, and another from another one', () => {
    assert.deepEqual(renderSample(sources, SIZE, 5).ihc.data, samples[5]!.ihc.data);
    assert.notDeepEqual(samples[6]!.ihc.data, samples[5]!.ihc.data);
  });

  it('shows as many nuclei in the segmentation as it says, red positive and blue negative, with green borders', () => {
    const { data } = sample.segmentation;
    const plane = (channel: number) =>
      Uint8Array.from({ length: data.length / 3 }, (_, i) => data[3 * i + channel]!);
    const counted = (channel: number) => components(plane(channel), SIZE.width, SIZE.height).count;
    // A nucleus at the border may have lost its core, and a bent one may have two.
    assert.ok(Math.abs(counted(0) - sample.positive) <= 2, `${counted(0)} of ${sample.positive}`);
    assert.ok(Math.abs(counted(2) - sample.negative) <= 3, `${counted(2)} of ${sample.negative}`);
    for (let i = 0; i < data.length; i += 3)
      assert.ok(data[i]! + data[i + 1]! + data[i + 2]! <= 255, 'a pixel has one class');
  });

  it('shows the marker where nuclei are positive, and nowhere else', () => {
    const meanOf = (channel: number) => {
      let [sum, count] = [0, 0];
      for (let i = 0; i < sample.marker.data.length; i += 3)
        if (sample.segmentation.data[i + channel] === 255) {
          sum += sample.marker.data[i]!;
          count++;
        }
      return sum / count;
    };
    assert.ok(meanOf(0) > 60, `positive ${meanOf(0)}`);
    assert.ok(meanOf(2) < 30, `negative ${meanOf(2)}`);
  });

  it('is browner in positive nuclei than in negative ones', () => {
    const { data } = sample.ihc;
    const redMinusBlue = (channel: number) => {
      let [sum, count] = [0, 0];
      for (let i = 0; i < data.length; i += 3)
        if (sample.segmentation.data[i + channel] === 255) {
          sum += data[i]! - data[i + 2]!;
          count++;
        }
      return sum / count;
    };
    assert.ok(redMinusBlue(0) > redMinusBlue(2) + 5);
  });

  it('varies from picture to picture: stains, shares and light', () => {
    assert.ok(new Set(samples.map(({ look }) => look.hematoxylin.toFixed(2))).size > 8);
    assert.ok(samples.some(({ positive }) => positive === 0));
  });
});

describe('a source of nuclei', () => {
  it('knows how wide its nuclei are', () => {
    const { diameterPx, count } = discs();
    assert.equal(count, 12);
    assert.ok(Math.abs(diameterPx - 17) < 2.5, String(diameterPx));
  });
  it('has texture of mean 0 and deviation 1 in each nucleus', () => {
    const { labels, texture } = discs();
    const own = texture.filter((_, i) => labels[i] === 1);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const square = own.reduce((sum, value) => sum + value ** 2, 0) / own.length;
    assert.ok(Math.abs(mean) < 1e-4 && Math.abs(square - 1) < 1e-3);
  });
  it('is none without nuclei', () =>
    assert.equal(
      nucleusSource({ width: 4, height: 1, channels: 1, data: new Uint8Array(4) }, new Uint16Array(4), true),
      undefined,
    ));
});
