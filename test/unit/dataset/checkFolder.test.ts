import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { checkFolder } from '../../../engine/dataset/checkFolder.js';

describe('a folder that is checked as training data', () => {
  const root = mkdtempSync(join(tmpdir(), 'deepliif-check-folder-'));
  after(() => rmSync(root, { recursive: true }));
  const image = (path: string, width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#c8c8dc' } }).toFile(join(root, path));

  it('is refused with what to choose if it is a workspace with other images', async () => {
    mkdirSync(join(root, 'workspace/tiles/train'), { recursive: true });
    for (const name of ['a.png', 'b.png']) await image(`workspace/${name}`, 64, 64);
    await assert.rejects(
      checkFolder({ folder: join(root, 'workspace') }),
      /workspace has no training images: it holds 2 image\(s\) and the folders tiles\. .* Is .*tiles meant\?/,
    );
  });

  it('is checked if it holds rows, whatever else lies in it', async () => {
    mkdirSync(join(root, 'rows'));
    await image('rows/a.png', 64, 64);
    await image('rows/b.png', 6 * 64, 64);
    const { dataset } = await checkFolder({ folder: join(root, 'rows') });
    assert.deepEqual(
      dataset.train.map(({ name }) => name),
      ['a', 'b'],
    );
  });
});
