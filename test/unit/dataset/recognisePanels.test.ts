// Panels that are recognised from folders, names and shapes.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { DEEPLIIF_PANELS } from '../../../engine/dataset/panels.js';
import { recognisePanels } from '../../../engine/dataset/recognisePanels.js';

describe('the panels of a sample', () => {
  for (const [what, images, panels] of [
    ['two folders', ['ihc/a.png', 'seg/a.png'], ['ihc', 'segmentation']],
    ['images and masks', ['images/a.png', 'masks/a.png'], ['ihc', 'segmentation']],
    [
      'folders in DeepLIIF’s order, others after its modalities',
      ['DAPI/a.tif', 'IHC/a.png', 'Ki 67/a.png', 'Hematoxylin/a.png', 'Seg/a.png'],
      ['ihc', 'hematoxylin', 'dapi', 'ki-67', 'segmentation'],
    ],
    ['one unknown folder as the input', ['he/a.png', 'seg/a.png'], ['he', 'segmentation']],
    ['names', ['a_IHC.png', 'a_DAPI.png', 'a_Seg.png'], ['ihc', 'dapi', 'segmentation']],
  ] as const)
    it(`are recognised from ${what}`, async () =>
      assert.deepEqual(await recognisePanels('/none', images), panels));

  it('are recognised from the number of squares in a row', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'deepliif-panels-'));
    try {
      const rowOf = (tiles: number) =>
        sharp({ create: { width: 16 * tiles, height: 16, channels: 3, background: '#fff' } }).toFile(
          join(dir, `${tiles}.png`),
        );
      await Promise.all([rowOf(2), rowOf(3), rowOf(6)]);
      const recognised = (tiles: number) => recognisePanels(dir, [`${tiles}.png`]);
      assert.deepEqual(await recognised(2), ['ihc', 'segmentation']);
      assert.deepEqual(await recognised(3), ['ihc', 'modality-1', 'segmentation']);
      assert.deepEqual(await recognised(6), DEEPLIIF_PANELS);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
