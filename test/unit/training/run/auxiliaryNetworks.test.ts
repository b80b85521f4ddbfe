// Auxiliary networks of a run: VGG19 and a teacher add their terms to steps and validation.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '../../../../engine/tensors/safetensors.js';
import { randomVgg } from '../../networks/vggWeights.js';
import { eventsOf, tinyRuns } from '../tinyRun.js';

/** Networks of the tiny runs that a model folder may have. */
const ONE_BLOCK = { netG: ['resnet_1blocks'], netGs: ['resnet_1blocks'] };

describe('auxiliary networks', () => {
  const runs = tinyRuns();
  let dir: string;
  before(async () => {
    ({ dir } = await runs.start('first', {}, { ...ONE_BLOCK, nEpochs: 0 }));
  });

  it('add their terms to a run and its validation', async () => {
    const vgg19 = join(runs.root, 'vgg.safetensors');
    await writeFile(vgg19, Buffer.concat([...encodeSafetensors(randomVgg(1))]));
    const { dir: student } = await runs.start(
      'student',
      {},
      {
        ...ONE_BLOCK,
        model: 'DeepLIIFKD',
        modelDirTeacher: join(dir, 'model'),
        vgg19,
        nEpochs: 0,
        validateEveryEpochs: 1,
      },
    );
    const events = await eventsOf(student);
    const started = events.find((event) => event.type === 'started')!;
    const step = events.find((event) => event.type === 'step')!;
    assert.deepEqual([...started.losses].sort(), Object.keys(step.losses).sort());
    const { metrics } = events.find((event) => event.type === 'validation')!;
    assert.deepEqual([...started.metrics].sort(), Object.keys(metrics).sort());
    for (const name of ['dapi/perceptual', 'dapi/distillation', 'segmentation-input/distillation']) {
      assert.ok(step.losses[name]! > 0, name);
      assert.ok(metrics[`val/${name}`]! > 0, `validation: ${name}`);
    }
  });
});
