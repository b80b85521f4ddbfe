// Background colours of the reference's sample rows against those that the reference stored in its options
// (docs/reference.md 3.1).

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { measureBackgrounds } from '../../../engine/dataset/measureBackgrounds.js';
import { DEEPLIIF_PANELS, panelsNamed } from '../../../engine/dataset/panels.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';

const FOLDER = join(packageRoot(), 'test/fixtures/deepliif/e_training');
const SAMPLES = ['Bladder1', 'Lung1'].map((name) => ({ name, files: [join(FOLDER, `${name}.webp`)] }));

describe('background colours of a data set', () => {
  it('are the reference’s', async () =>
    assert.deepEqual(await measureBackgrounds(SAMPLES, panelsNamed(DEEPLIIF_PANELS)), {
      hematoxylin: [190, 203, 200],
      dapi: [13, 13, 13],
      lap2: [0, 0, 0],
      marker: [6, 6, 6],
    }));

  it('need a segmentation', async () =>
    assert.equal(await measureBackgrounds(SAMPLES, panelsNamed(['a', 'b', 'c', 'd', 'e', 'f'])), undefined));
});
