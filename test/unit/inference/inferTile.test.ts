// A tile through a model, with networks made of arithmetic.

import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { LoadedNetwork, Planes } from '../../../engine/backends/backend.js';
import type { ModelManifest } from '../../../engine/deepliif/manifest.js';
import type { Plan, Step } from '../../../engine/deepliif/plan.js';
import { combine, concatenate, inferTile } from '../../../engine/inference/inferTile.js';
import type { LoadedModel } from '../../../engine/inference/loadedModel.js';
import { whatIsDue } from '../../until.js';

const image = (value: number, channels = 3): Planes => ({
  channels,
  height: 2,
  width: 2,
  data: new Float32Array(channels * 4).fill(value),
});

/** Steps that add one to the sum of their inputs' first values. */
function modelOf(
  reads: Readonly<Record<string, readonly string[]>>,
  lanes: number,
  before?: (name: string) => Promise<void>,
) {
  const order: string[] = [];
  const steps = Object.entries(reads).map(([name, list]) => ({ name, reads: list }) as unknown as Step);
  const networks = new Map(
    steps.map(({ name }): [string, LoadedNetwork] => [
      name,
      {
        run: async ({ data, channels }) => {
          order.push(name);
          await before?.(name);
          let sum = 1;
          for (let c = 0; c < channels; c += 3) sum += data[c * 4]!;
          return image(sum);
        },
        dispose: () => Promise.resolve(),
      },
    ]),
  );
  const terms = [
    { step: 'seg-a', weight: 0.25 },
    { step: 'seg-b', weight: 0.75 },
  ];
  const plan: Plan = {
    steps,
    maps: steps.some(({ name }) => name === 'seg-b') ? [{ name: 'Seg', terms }] : [],
    outputs: [],
    kept: [],
  };
  const model: LoadedModel = {
    manifest: {} as ModelManifest,
    plan,
    networks,
    lanes,
    dispose: () => Promise.resolve(),
  };
  return { model, order };
}

const NETWORKS = { a: ['ihc'], b: ['ihc'], 'seg-a': ['a'], 'seg-b': ['a', 'b'] };

describe('a tile through a model', () => {
  for (const lanes of [1, 2, 4])
    it(`feeds every network with what it reads, on ${lanes} lanes`, async () => {
      const { model } = modelOf(NETWORKS, lanes);
      const images = await inferTile(model, new Map([['ihc', image(10)]]));
      assert.equal(images.get('a')!.data[0], 11);
      assert.equal(images.get('seg-b')!.data[0], 23);
    });

  it('adds up the weighted segmentation maps', async () => {
    const { model } = modelOf(NETWORKS, 2);
    const images = await inferTile(model, new Map([['ihc', image(10)]]));
    assert.equal(images.get('Seg')!.data[0], 0.25 * 12 + 0.75 * 23);
  });

  it('ends when the last network does, however the event loop turns', async () => {
    const { model } = modelOf(NETWORKS, 1, () => setImmediate());
    await inferTile(model, new Map([['ihc', image(0)]]));
  });

  it('waits for running networks before it reports a failure', async () => {
    let ended = false;
    const { model } = modelOf({ slow: ['ihc'], broken: ['ihc'] }, 2, async (name) => {
      if (name === 'broken') throw new Error('broken');
      await whatIsDue();
      ended = true;
    });
    await assert.rejects(inferTile(model, new Map([['ihc', image(0)]])), { message: 'broken' });
    assert.ok(ended);
  });

  it('starts nothing more once it is cancelled', async () => {
    const abort = new AbortController();
    const { model, order } = modelOf(NETWORKS, 1, async (name) => {
      if (name === 'b') abort.abort();
      await setImmediate();
    });
    await assert.rejects(inferTile(model, new Map([['ihc', image(0)]]), { signal: abort.signal }), {
      code: 'cancelled',
    });
    assert.deepEqual(order, ['a', 'b']);
  });
});

describe('images as networks see them', () => {
  it('are concatenated on the channel axis, in order', () => {
    const { channels, data } = concatenate([image(1), image(2, 6)]);
    assert.equal(channels, 9);
    assert.deepEqual([data[0], data[11], data[12], data[35]], [1, 1, 2, 2]);
  });

  it('are summed in float32, as the reference does', () => {
    const map = {
      name: 'Seg',
      terms: [
        { step: 'x', weight: 0.1 },
        { step: 'y', weight: 0.7 },
      ],
    };
    const images = new Map([
      ['x', image(1 / 3)],
      ['y', image(-1)],
    ]);
    const f = Math.fround;
    assert.equal(combine(map, images).data[0], f(f(f(0.1) * f(1 / 3)) + f(f(0.7) * -1)));
  });
});
