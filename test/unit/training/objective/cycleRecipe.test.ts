// The objective of CycleGAN in a run.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '../../../../engine/tensors/safetensors.js';
import { randomVgg } from '../../networks/vggWeights.js';
import { eventsOf, tinyRuns } from '../tinyRun.js';
import { writeTiles } from '../tinyTiles.js';

describe('VGG19 in CycleGAN', () => {
  const runs = tinyRuns();
  it('adds its terms of both directions, once, to the generators’ loss', async () => {
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
    const both = [seeing['dapi/perceptual']!, seeing['input-from-dapi/perceptual']!];
    assert.ok(both.every((loss) => loss > 0));
    const perceptual = both[0]! + both[1]!;
    assert.ok(
      Math.abs(added - perceptual) <= 1e-5 * Math.abs(seeing['total/generators']!),
      `${added}, ${perceptual}`,
    );
  });
});
