// Tiles whose sides do not fit the networks are refused before there is a run folder.

import assert from 'node:assert/strict';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { EngineError } from '../../../../engine/protocol/errors.js';
import { tinyRuns } from '../tinyRun.js';

describe('tiles that do not fit the networks', () => {
  const runs = tinyRuns();

  const refusal = async (options: object): Promise<string> => {
    let message = '';
    await assert.rejects(runs.start('x', undefined, options), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'usage');
      ({ message } = error);
      return true;
    });
    assert.deepEqual(await readdir(join(runs.root, 'runs')).catch(() => []), []);
    return message;
  };
  const write = async (split: string, side: number) => {
    await mkdir(join(runs.root, 'data', split), { recursive: true });
    const row = { width: 3 * side, height: side, channels: 3, background: 'white' } as const;
    await sharp({ create: row })
      .png()
      .toFile(join(runs.root, 'data', split, 'z.png'));
  };

  it('are refused, naming the file, its size, the multiple and what to do', async () =>
    assert.equal(
      await refusal({ netGs: ['unet_32'] }),
      `${join(runs.root, 'data', 'train', '0.png')}: its tiles are 16 × 16 px; network "seg-input" (unet_32) needs sides ` +
        'that are multiples of 32 px. Resize the images, use --preprocess resize_and_crop --load-size 32 --crop-size 32, ' +
        'or choose other networks.',
    ));

  it('are refused after cropping', async () =>
    assert.match(
      await refusal({ preprocess: 'crop', cropSize: 10 }),
      /its tiles are 10 × 10 px \(16 × 16 px before --preprocess crop\); .* multiples of 4 px/,
    ));

  it('are refused wherever they are: in the last sample, or only in val/', async () => {
    for (const split of ['train', 'val']) {
      await write(split, 18);
      assert.match(await refusal({ validateEveryEpochs: 1 }), /z\.png: its tiles are 18 × 18 px/);
      await rm(join(runs.root, 'data', split, 'z.png'));
    }
  });

  it('are trained on when they are resized', async () => {
    await write('train', 18);
    const resized = { preprocess: 'resize_and_crop', loadSize: 16, cropSize: 16 };
    assert.equal((await runs.start('resized', undefined, resized)).ended, true);
  });
}).timeout(60_000);
