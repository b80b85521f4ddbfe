// Memory of VGG19 and of a teacher.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { auxiliaryBytes } from '../../../../engine/training/run/auxiliaryCost.js';
import { TOY_MODEL } from '../../../toyModel.js';

const TILE = { width: 256, height: 256 };
const MIB = 2 ** 20;

describe('the memory of auxiliary networks', () => {
  const root = mkdtempSync(join(tmpdir(), 'deepliif-auxiliary-'));
  after(() => rmSync(root, { recursive: true }));
  const planOf = (options: object) => deepLiifPlan(trainOptions({ ...options }, 'test', '/'));

  it('is nothing without them', async () => {
    assert.equal(await auxiliaryBytes({ plan: planOf({}) }, TILE), 0);
  });

  it('is that of the weights and features of VGG19, by the size of its file', async () => {
    const vgg19 = join(root, 'vgg19.pth');
    writeFileSync(vgg19, '');
    truncateSync(vgg19, 548 * MIB); // file of torchvision
    // 49 MiB of weights, 732 values per pixel.
    const published = await auxiliaryBytes({ plan: planOf({}), vgg19 }, TILE);
    assert.equal(Math.round(published / MIB), 49 + 183);
    truncateSync(vgg19, 100_000);
    assert.ok((await auxiliaryBytes({ plan: planOf({}), vgg19 }, TILE)) < published / 10);
  });

  it('is that of the networks of a teacher', async () => {
    const teacher = TOY_MODEL;
    const plan = planOf({ model: 'DeepLIIFKD', modelDirTeacher: teacher });
    assert.ok((await auxiliaryBytes({ plan, teacher }, TILE)) > 8 * MIB);
  });
});
