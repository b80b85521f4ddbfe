// `deepliif style` and `deepliif distance` on two small data sets.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { colourMeans } from '../../unit/backends/onnx/colourMeans.js';
import { writeNoise } from '../../unit/imageSets/noiseImages.js';
import { deepliif, temporaryFolder } from './deepliif.js';

describe('deepliif style and distance', () => {
  const folder = temporaryFolder('describe');
  const path = (...names: readonly string[]) => join(folder.path, ...names);
  before(async () => {
    await writeNoise(path('brown'), 'cd8', [150, 110, 60], 10);
    await writeNoise(path('blue'), 'ki67', [90, 90, 160], 10);
    await writeFile(path('colours.onnx'), colourMeans());
  });

  it('lays images out by markers, as JSON, table and page', async () => {
    const { code, stdout, stderr } = await deepliif(
      ...['style', path('brown'), path('blue'), '--by', 'marker', '--method', 'umap', '--json'],
      ...['--csv', path('style.csv'), '--report', path('style.html')],
    );
    assert.equal(code, 0, stderr);
    const { images } = JSON.parse(stdout) as { images: { group: string; x: number }[] };
    assert.deepEqual([...new Set(images.map(({ group }) => group))], ['CD8', 'Ki67']);
    assert.equal((await readFile(path('style.csv'), 'utf8')).split('\r\n').length, 22);
    assert.match(await readFile(path('style.html'), 'utf8'), /UMAP of 27 features, coloured by marker/);
  });

  it('gives a FID by the user’s network only, and warns of few images', async () => {
    const own = await deepliif('distance', path('brown'), path('blue'));
    assert.match(own.stdout, /^Fréchet distance of style features: \d/);
    assert.match(own.stdout, /Warning: 10 images are too few for 27 features/);
    const features = ['--features', path('colours.onnx'), '--size', '16', '--mean', '0', '--std', '1'];
    const fid = await deepliif('distance', path('brown'), path('blue'), ...features);
    assert.equal(fid.code, 0, fid.stderr);
    assert.match(fid.stdout, /^FID \(colours\.onnx\): 0\.2/);
  });

  it('refuses what is no folder, no feature, no network', async () => {
    assert.equal((await deepliif('style', path('none'))).code, 2);
    assert.equal((await deepliif('style', path('blue'), '--features', 'colour')).code, 2);
    assert.match(
      (await deepliif('style', path('blue'), '--features', 'deep')).stderr,
      /deep features need a model/,
    );
    const wrong = await deepliif(
      'distance',
      path('brown'),
      path('blue'),
      '--features',
      path('brown', 'cd8-0.png'),
    );
    assert.match(wrong.stderr, /is no network that onnxruntime runs/);
  });
});
