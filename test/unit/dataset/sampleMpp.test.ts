// The size of a pixel that a model learns from its training images.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { sampleMpp } from '../../../engine/dataset/sampleMpp.js';
import type { Panel } from '../../../engine/dataset/panels.js';

describe('the size of a pixel of training images', () => {
  const panels = [{ name: 'ihc' }, { name: 'dapi' }] as unknown as readonly Panel[];
  const plan = { preprocess: 'as-is', loadSize: 32, cropSize: 32 } as const;
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-mpp-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** A row of two tiles of 64 px; `mpp` stands in its pHYs chunk. */
  const row = async (name: string, mpp?: number) => {
    const file = join(dir, `${name}.png`);
    const image = sharp({ create: { width: 128, height: 64, channels: 3, background: '#888' } });
    await (mpp === undefined ? image : image.withMetadata({ density: 25_400 / mpp })).png().toFile(file);
    return { name, files: [file] };
  };

  it('is what they say, as large as the tiles are resized to', async () => {
    const samples = [await row('silent'), await row('said', 0.5)];
    assert.ok(Math.abs((await sampleMpp(samples, panels, plan))! - 0.5) < 0.001);
    const resized = await sampleMpp(samples, panels, { ...plan, preprocess: 'resize_and_crop' });
    assert.ok(Math.abs(resized! - 1) < 0.002);
  });

  it('is unknown if they do not say it, or disagree', async () => {
    assert.equal(await sampleMpp([await row('silent')], panels, plan), undefined);
    const both = [await row('a', 0.25), await row('b', 0.5)];
    assert.equal(await sampleMpp(both, panels, plan), undefined);
  });
});
