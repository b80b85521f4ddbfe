// A first training, as a newcomer starts it: a preset, a folder of two rows, pictures after the first step.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { deepliif, FIXTURES, namesIn, temporaryFolder } from './deepliif.js';
import { eventsOf } from './trainings.js';

const ROWS = join(FIXTURES, 'deepliif', 'e_training');
const TILE_PX = 32;

describe('a quick look at two rows', () => {
  const folder = temporaryFolder('describe');
  const path = (...parts: string[]) => join(folder.path, ...parts);

  before(async () => {
    await mkdir(path('set', 'train'), { recursive: true });
    for (const name of ['Bladder1', 'Lung1'])
      await sharp(join(ROWS, `${name}.webp`))
        .resize(6 * TILE_PX, TILE_PX)
        .toFile(path('set', 'train', `${name}.png`));
    await mkdir(path('photos'));
    for (let i = 0; i < 3000; i++) await writeFile(path('photos', `photo-${i}.txt`), '');
  });

  it('shows pictures after its first step, from the folder "train" itself and a file with comments', async () => {
    await writeFile(
      path('set', 'look.deepliif-train.json'),
      '// small networks\n{ "preset": "quick-look", "data": "train", "loadSize": 32, "cropSize": 32, "ngf": 1, "ndf": 1 }\n',
    );
    const { code, stderr } = await deepliif(
      ...['train', '--config', path('set', 'look.deepliif-train.json'), '--out', path('runs')],
      ...['--backend', 'wasm', '--n-epochs', '1', '--n-epochs-decay', '0'],
    );
    assert.equal(code, 0, stderr);
    const [run] = await namesIn(folder.path, 'runs');
    const events = await eventsOf(path('runs', run!));
    const samples = events.find((event) => event.type === 'samples');
    assert.equal(samples?.step, 1);
    for (const { file } of samples.pictures) {
      const { width } = await sharp(path('runs', run!, file)).metadata();
      assert.equal(width, TILE_PX, file);
    }
    const kinds = events.map(({ type }) => type);
    assert.ok(kinds.indexOf('checkpoint') < kinds.indexOf('validation'), kinds.join());
  }).timeout(120_000);

  it('is proposed if the default networks do not fit into WebAssembly, and nothing is written', async () => {
    const large = path('large', 'train');
    await mkdir(large, { recursive: true });
    await sharp(join(ROWS, 'Lung1.webp')).toFile(join(large, 'Lung1.png'));
    const { code, stderr } = await deepliif(
      ...['train', '--data', path('large'), '--out', path('none'), '--backend', 'wasm'],
    );
    assert.equal(code, 8, stderr);
    assert.match(stderr, /WebAssembly has 4\.3 GB\. Choose --preset small/);
    assert.deepEqual(await namesIn(folder.path, 'none').catch(() => []), []);
  });

  it('of a folder without images says what was expected', async () => {
    const { code, stderr } = await deepliif('train', '--data', path('photos'), '--out', path('none'));
    assert.equal(code, 2, stderr);
    assert.match(stderr, /photos has no training images.*Expected a folder with "train" in it/);
  });
});
