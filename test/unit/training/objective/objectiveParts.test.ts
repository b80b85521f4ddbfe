// Parts of an objective that a run leaves out or adds: a modality (the paper's ablation), and VGG19 for CycleGAN.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { encodeSafetensors } from '../../../../engine/tensors/safetensors.js';
import { randomVgg } from '../../networks/vggWeights.js';
import { eventsOf, stepsOf, tinyRuns } from '../tinyRun.js';

const SIDE = 32;

/** A PNG of tiles side by side; those of one number are alike. */
async function writeTiles(file: string, numbers: readonly number[]): Promise<void> {
  const tiles = numbers.map((n) =>
    Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (i * (7 * n + 3)) % 253),
  );
  const width = numbers.length * SIDE;
  const pixels = Buffer.alloc(3 * width * SIDE);
  tiles.forEach((tile, t) => {
    for (let y = 0; y < SIDE; y++)
      pixels.set(tile.slice(3 * SIDE * y, 3 * SIDE * (y + 1)), 3 * (y * width + t * SIDE));
  });
  await sharp(pixels, { raw: { width, height: SIDE, channels: 3 } }).toFile(file);
}

describe('a modality that is left out', () => {
  const runs = tinyRuns();
  it('is learned by nothing, though its tile is there: as if it were not', async () => {
    const folder = async (data: string, tiles: readonly number[]) => {
      await mkdir(join(runs.root, data, 'train'), { recursive: true });
      for (const sample of [0, 10]) {
        const file = join(runs.root, data, 'train', `${sample}.png`);
        await writeTiles(
          file,
          tiles.map((tile) => sample + tile),
        );
      }
    };
    await folder('three', [1, 2, 3, 4]);
    await folder('two', [1, 3, 4]);
    const shared = { nEpochs: 0, netGs: ['resnet_0blocks'], modalitiesNames: ['lap2'] };
    const without = await runs.start('without', {}, { ...shared, data: 'two' });
    const left = await runs.start(
      'left',
      {},
      { ...shared, data: 'three', modalitiesNames: ['dapi', 'lap2'], leaveOut: ['dapi'] },
    );
    const steps = await stepsOf(left.dir);
    assert.equal(steps.length, 2);
    assert.deepEqual(steps, await stepsOf(without.dir));
  });
  it('must be one', () =>
    assert.throws(() => runs.start('wrong', {}, { leaveOut: ['marker'] }), {
      code: 'usage',
      message: '--leave-out marker: the modalities are dapi.',
    }));
});

describe('VGG19 in CycleGAN', () => {
  const runs = tinyRuns();
  it('adds its term, once, to the generators’ loss', async () => {
    for (const part of ['trainA', 'trainB1']) {
      await mkdir(join(runs.root, 'unpaired', part), { recursive: true });
      await writeTiles(join(runs.root, 'unpaired', part, '0.png'), [part === 'trainA' ? 1 : 2]);
    }
    const vgg19 = join(runs.root, 'vgg.safetensors');
    await writeFile(vgg19, Buffer.concat([...encodeSafetensors(randomVgg(1))]));
    const options = { model: 'CycleGAN', data: 'unpaired', nEpochs: 0 };
    const lossesWith = async (name: string, more: object) => {
      const { dir } = await runs.start(name, {}, { ...options, ...more });
      return (await eventsOf(dir)).find((event) => event.type === 'step')!.losses as Record<string, number>;
    };
    const [plain, seeing] = [await lossesWith('plain', {}), await lossesWith('seeing', { vgg19 })];
    assert.ok(!('dapi/perceptual' in plain));
    const added = seeing['total/generators']! - plain['total/generators']!;
    const perceptual = seeing['dapi/perceptual']!;
    assert.ok(perceptual > 0);
    assert.ok(
      Math.abs(added - perceptual) <= 1e-5 * Math.abs(seeing['total/generators']!),
      `${added}, ${perceptual}`,
    );
  });
});
