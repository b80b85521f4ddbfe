import assert from 'node:assert/strict';
import { components } from '../../../engine/evaluation/components.js';
import { renderSample } from '../../../engine/rendering/renderSample.js';
import { nucleusSource } from '../../../engine/rendering/nucleusSource.js';
import { drawScene } from '../../../engine/rendering/scene.js';
import { randomFrom } from '../../../engine/random/random.js';

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

describe('a sample cut from a stained section', () => {
  const side = 200;
  /** One nucleus, a blue disc with a dark core, beside a pink band. */
  const section = () => {
    const labels = new Uint16Array(side * side);
    const data = new Uint8Array(side * side * 3).fill(240);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const distance = Math.hypot(x - 100, y - 100);
        const rgb =
          distance < 12 ? [60, 60, 120] : distance < 16 ? [110, 110, 190] : y < 40 ? [230, 150, 190] : [];
        data.set(rgb, 3 * (y * side + x));
        if (distance < 16) labels[y * side + x] = 1;
      }
    return nucleusSource({ width: side, height: side, channels: 3, data }, labels, false)!;
  };

  it('knows where hematoxylin and the other stain are', () => {
    const { hematoxylin, counterstain } = section().section!;
    const at = (x: number, y: number) => y * side + x;
    assert.ok(hematoxylin[at(100, 100)]! > 1.1 && hematoxylin[at(100, 114)]! < 0.9);
    assert.ok(hematoxylin[at(100, 180)]! < 0.02, 'glass has none');
    assert.ok(counterstain[at(100, 20)]! > 3 * counterstain[at(100, 180)]!, 'eosin lies in the band');
  });

  it('has the nuclei of the section, and its stain between them', () => {
    const scenes = Array.from({ length: 30 }, (_, seed) => drawScene([section()], SIZE, 1, randomFrom(seed)));
    const cuttings = scenes.filter((scene) => scene.section !== undefined);
    assert.ok(cuttings.length > 5 && cuttings.length < 25, `${cuttings.length} of 30`);
    for (const { labels, count, section: stains } of cuttings) {
      assert.ok(count <= 1);
      const inside = labels.findIndex((label) => label === 1);
      if (inside >= 0) assert.ok(stains!.hematoxylin[inside]! > 0.2);
    }
  });
});
