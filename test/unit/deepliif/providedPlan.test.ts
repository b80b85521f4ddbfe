// Plan of models from elsewhere, which make all images at once.

import assert from 'node:assert/strict';
import { planOfProvided, type ProvidedImages } from '../../../engine/deepliif/providedPlan.js';
import type { Wanted } from '../../../engine/deepliif/plan.js';

const IMAGES: ProvidedImages = {
  segmentation: true,
  modalities: [
    { modality: 'dapi', label: 'DAPI', backgroundColour: [0, 0, 0] },
    { modality: 'marker', label: 'Ki67', backgroundColour: [1, 2, 3] },
  ],
};
const namesFor = (scope: Wanted['scope'], images = IMAGES) => {
  const { outputs, maps, kept } = planOfProvided('Mine', images, { scope, intermediateMaps: false });
  return [outputs, maps, kept].map((list) => list.map(({ name }) => name));
};

describe('the plan of a model from elsewhere', () => {
  it('keeps what is wanted, and the marker for scoring', () => {
    assert.deepEqual(namesFor('all'), [['dapi', 'marker', 'Seg'], ['Seg'], ['dapi', 'marker', 'Seg']]);
    assert.deepEqual(namesFor('segmentation'), [['Seg'], ['Seg'], ['marker', 'Seg']]);
    assert.deepEqual(namesFor('modalities'), [['dapi', 'marker'], [], ['dapi', 'marker']]);
  });

  it('says if there is nothing to make', () => {
    const images = { segmentation: true, modalities: [] };
    assert.throws(() => namesFor('modalities', images), /Mine makes no modalities.*Leave out --mod-only/);
    const weights = { scope: 'all', intermediateMaps: false, segmentationWeights: [1] } as const;
    assert.throws(() => planOfProvided('Mine', IMAGES, weights), /Leave out --seg-weights/);
  });
});
