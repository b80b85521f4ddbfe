// Images for which the user is asked about before they are analysed.

import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { magnificationsIn } from '../../../../extension/inference/magnifications.js';
import { withMagnifications } from '../../../../extension/inference/withMagnifications.js';
import { memory } from './memory.js';

describe('before images are analysed, the user is asked', () => {
  const root = resolve('slides');
  const request = (path: string, options = {}) => ({
    ...{ image: join(root, path), into: root, name: path, model: '', backend: 'auto' },
    ...options,
  });
  /** Files called "said…" say 0.5 µm per pixel, those called "broken…" cannot be read. */
  const sources = (answer?: number, modelMpp: number | undefined = 0.25) => {
    const asked: string[] = [];
    return {
      asked,
      scalesOf: ({ images }: { readonly images: readonly string[] }) =>
        Promise.resolve({
          ...(modelMpp === undefined ? {} : { modelMpp }),
          images: images
            .filter((path) => !path.includes('broken'))
            .map((path) => ({ path, ...(path.includes('said') ? { mpp: 0.5 } : {}) })),
        }),
      remembered: magnificationsIn(memory()),
      ask: (folder: string) => {
        asked.push(folder);
        return Promise.resolve(answer);
      },
    };
  };

  it('once for each folder whose images do not say it, and never again', async () => {
    const from = sources(0.5);
    const batch = ['a/1.png', 'a/2.png', 'b/1.png', 'c/said.tif', 'd/broken.png'].map((path) =>
      request(path),
    );
    const completed = await withMagnifications(batch, from);
    assert.deepEqual(from.asked, [join(root, 'a'), join(root, 'b')]);
    assert.deepEqual(
      completed.map(({ mpp, mppBasis }) => [mpp, mppBasis]),
      [...Array<unknown>(3).fill([0.5, 'folder']), [undefined, undefined], [undefined, undefined]],
    );
    await withMagnifications(batch, from);
    assert.equal(from.asked.length, 2);
  });

  it('nothing about images whose tile or size of a pixel is set', async () => {
    const from = sources();
    const batch = [request('a.png', { tilePx: 512 }), request('b.png', { mpp: 0.5 })];
    assert.deepEqual(await withMagnifications(batch, from), batch);
    assert.deepEqual(from.asked, []);
  });

  it('nothing for a model of unknown magnification, which has only its own tile', async () => {
    const from = {
      ...sources(0.5),
      scalesOf: () => Promise.resolve({ images: [{ path: join(root, 'a.png') }] }),
    };
    assert.deepEqual(await withMagnifications([request('a.png')], from), [request('a.png')]);
    assert.deepEqual(from.asked, []);
  });

  it('and may give no answer: then nothing is analysed', async () => {
    const from = sources(undefined);
    await assert.rejects(withMagnifications([request('a.png')], from), {
      code: 'cancelled',
      message: /no magnification was chosen for the images in .*slides/,
    });
  });
});
