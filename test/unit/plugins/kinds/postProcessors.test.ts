import assert from 'node:assert/strict';
import { postProcessMap } from '../../../../engine/analysis/postProcessMap.js';
import { memorySink, memorySource, readWhole } from '../../../../engine/images/memory.js';
import { addPostProcessor, type PostProcessInput } from '../../../../engine/plugins/kinds/postProcessors.js';
import type { Raster } from '../../../../engine/protocol/raster.js';
import { EngineError } from '../../../../engine/protocol/errors.js';
import { contribution } from './contribution.js';

describe('a post-processor of a plug-in', () => {
  const [width, height] = [1100, 3];
  const picture = (level: number): Raster => ({
    ...{ width, height, channels: 3 },
    data: new Uint8Array(width * height * 3).fill(level),
  });
  const makeSink = (w: number, h: number) => Promise.resolve(memorySink(w, h, 3));
  let takeOut = () => {};
  afterEach(() => takeOut());
  const processed = (
    process: (input: PostProcessInput) => unknown,
    ids = ['invert'],
    needs: 'dapi'[] = [],
  ) => {
    takeOut = addPostProcessor(
      contribution('postProcessors', { id: 'invert', title: 'Invert', overlapPx: 8, needs }, { process }),
    );
    const given = {
      map: memorySource(picture(10)),
      ihc: memorySource(picture(200)),
      pictures: new Map(needs.length > 0 ? [] : [['dapi', memorySource(picture(7))]]),
      mpp: 0.5,
    };
    return postProcessMap(given, ids, makeSink);
  };

  it('changes the map tile by tile, sees a margin and the IHC image, and is recorded', async () => {
    const seen: PostProcessInput[] = [];
    const { map, applied, notices } = await processed((input) => {
      seen.push(input);
      return input.map.map((value) => 255 - value);
    });
    assert.ok((await readWhole(map)).data.every((value) => value === 245));
    assert.deepEqual(applied, [
      { id: 'invert', plugin: { id: 'acme.example', title: 'Example', version: '1.2.3' } },
    ]);
    assert.deepEqual(notices, []);
    assert.deepEqual(
      seen.map((input) => [input.width, input.height, input.mpp, input.ihc[0]]),
      [
        [1032, 3, 0.5, 200],
        [84, 3, 0.5, 200],
      ],
    );
  });

  for (const [what, process, words] of [
    [
      'gives a wrong size',
      () => new Uint8Array(3),
      /gave a Uint8Array of 3 values; expected .* 1032 × 3 × 3/,
    ],
    [
      'gives numbers that are no bytes',
      (input: PostProcessInput) => Float32Array.from(input.map),
      /Float32Array/,
    ],
    [
      'fails',
      () => Promise.reject(new EngineError('plugin-failed', 'The post-processor "Invert" failed: NaN.')),
      /failed: NaN/,
    ],
  ] as const)
    it(`that ${what} leaves the map as it was, and is named`, async () => {
      const { map, applied, notices } = await processed(process);
      assert.ok((await readWhole(map)).data.every((value) => value === 10));
      assert.deepEqual(applied, []);
      assert.match(notices[0]!, words);
      assert.match(notices[0]!, /"Invert"/);
    });

  it('that needs a picture which the analysis has not made is left out, and says so', async () => {
    const { applied, notices } = await processed(() => assert.fail('asked'), ['invert'], ['dapi']);
    assert.deepEqual(applied, []);
    assert.match(notices[0]!, /"Invert" was left out: it needs the dapi image/);
  });
});

describe('built-in post-processors', () => {
  it('part touching nuclei of an image of 20x in pixels of 40x', async () => {
    const [width, height] = [64, 40];
    const data = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (Math.min(Math.hypot(x - 22, y - 20), Math.hypot(x - 42, y - 20)) < 11)
          data[3 * (y * width + x)] = 200;
    const map = memorySource({ width, height, channels: 3, data });
    const { map: parted, applied } = await postProcessMap(
      { map, ihc: map, pictures: new Map(), mpp: 0.5 },
      ['part-touching'],
      (w, h) => Promise.resolve(memorySink(w, h, 3)),
    );
    const { data: found } = await readWhole(parted);
    assert.deepEqual(applied, [{ id: 'part-touching' }]);
    assert.ok(found[3 * (20 * width + 32) + 1]! > 80, 'a green border between the two');
  });
});
