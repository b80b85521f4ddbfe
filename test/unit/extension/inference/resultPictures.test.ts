// Pictures of results among chosen files: outputs are told from images by the record beside them.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { splitPaths } from '../../../../extension/inference/resultPictures.js';

describe('chosen files', () => {
  const root = mkdtempSync(join(tmpdir(), 'deepliif-chosen-'));
  after(() => rmSync(root, { recursive: true }));
  const image = join(root, 'tile.png');
  const result = join(root, 'deepliif-results', 'tile');
  mkdirSync(result, { recursive: true });
  writeFileSync(
    join(result, 'result.json'),
    JSON.stringify({
      schemaVersion: 1,
      engineVersion: '0.1.0',
      createdAt: '2026-01-01T00:00:00.000Z',
      image: { path: '../../tile.png', sha256: '0'.repeat(64), widthPx: 1, heightPx: 1, notices: [] },
      files: [{ name: 'dapi', file: 'dapi.png', role: 'modality' }],
      seconds: {},
    }),
  );
  const split = (...paths: string[]) => splitPaths(paths);

  it('are images, unless they are pictures or the folder of a result, which name the image behind them', async () =>
    assert.deepEqual(await split(image, join(result, 'dapi.png'), result), {
      images: [image],
      pictures: [
        { path: join(result, 'dapi.png'), original: image },
        { path: result, original: image },
      ],
    }));

  it('are images, too, if somebody has put them into the folder of a result', async () => {
    const own = join(result, 'figure.png');
    assert.deepEqual((await split(own)).images, [own]);
  });

  it('that are missing stay, so that the analysis says so', async () => {
    const missing = join(root, 'none.png');
    assert.deepEqual((await split(missing)).images, [missing]);
  });
});
