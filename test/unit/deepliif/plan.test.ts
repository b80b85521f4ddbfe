// Networks that run for the images that are wanted.

import assert from 'node:assert/strict';
import type { ModelManifest } from '../../../engine/deepliif/manifest.js';
import { plan } from '../../../engine/deepliif/plan.js';
import type { GeneratorArchitecture } from '../../../engine/networks/architecture.js';

const architecture: GeneratorArchitecture = {
  name: 'resnet_9blocks',
  inChannels: 3,
  outChannels: 3,
  filters: 4,
  norm: 'batch',
  dropout: true,
  padding: 'zero',
  upsampling: 'transposed-convolution',
};
const file = { weights: 'x.safetensors', sha256: '0'.repeat(64), architecture };

function deepliif(weights: readonly number[]): ModelManifest {
  const modalities = [
    ['hematoxylin', 'Hema'],
    ['dapi', 'DAPI'],
    ['lap2', 'Lap2'],
    ['marker', 'Marker'],
  ] as const;
  return {
    schemaVersion: 1,
    id: 'test',
    title: 'Test',
    kind: 'DeepLIIF',
    inputs: ['ihc'],
    tilePx: 512,
    normalisation: 'tile',
    translations: modalities.map(([modality, label]) => ({
      ...file,
      modality,
      label,
      backgroundColour: [0, 0, 0],
    })),
    segmentations: ['ihc', 'hematoxylin', 'dapi', 'lap2', 'marker'].map((name, i) => ({
      ...file,
      name,
      from: [name],
      output: 'Seg',
      weight: weights[i]!,
    })),
  };
}

const paper = deepliif([0.25, 0.15, 0.25, 0.1, 0.25]);
const published = deepliif([0.5, 0, 0, 0, 0.5]);
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe('the plan of an analysis', () => {
  it('runs all nine generators for modalities and segmentation', () => {
    const { steps, outputs } = plan(paper, { scope: 'all', intermediateMaps: false });
    assert.equal(steps.length, 9);
    assert.deepEqual(names(outputs), ['hematoxylin', 'dapi', 'lap2', 'marker', 'Seg']);
  });

  it('names images as the reference does', () => {
    const { outputs } = plan(paper, { scope: 'all', intermediateMaps: true });
    assert.deepEqual(
      outputs.map((output) => output.referenceName),
      ['mod1-Hema', 'mod2-DAPI', 'mod3-Lap2', 'mod4-Marker', 'Seg', 'mod0-IHC_s', 'mod1-Hema_s'].concat([
        'mod2-DAPI_s',
        'mod3-Lap2_s',
        'mod4-Marker_s',
      ]),
    );
  });

  it('runs only translations if only modalities are wanted', () => {
    const { steps, maps } = plan(paper, { scope: 'modalities', intermediateMaps: true });
    assert.deepEqual(names(steps), ['hematoxylin', 'dapi', 'lap2', 'marker']);
    assert.deepEqual(maps, []);
  });

  it('leaves out generators that add nothing to the segmentation', () => {
    const { steps } = plan(published, { scope: 'segmentation', intermediateMaps: false });
    assert.deepEqual(names(steps), ['marker', 'Seg-ihc', 'Seg-marker']);
  });

  it('runs the marker translation for scoring even if the segmentation does not need it', () => {
    const { steps } = plan(deepliif([1, 0, 0, 0, 0]), { scope: 'segmentation', intermediateMaps: false });
    assert.deepEqual(names(steps), ['marker', 'Seg-ihc']);
  });

  it('sorts networks so that each reads only inputs and earlier outputs', () => {
    const { steps } = plan(paper, { scope: 'all', intermediateMaps: false });
    const known = new Set(paper.inputs);
    for (const step of steps) {
      assert.ok(step.reads.every((name) => known.has(name)));
      known.add(step.name);
    }
  });

  it('replaces the segmentation weights on request', () => {
    const wanted = { scope: 'all', intermediateMaps: false, segmentationWeights: [1, 0, 0, 0, 0] } as const;
    assert.deepEqual(plan(paper, wanted).maps, [{ name: 'Seg', terms: [{ step: 'Seg-ihc', weight: 1 }] }]);
  });

  it('refuses another number of segmentation weights than there are generators', () => {
    assert.throws(() => plan(paper, { scope: 'all', intermediateMaps: false, segmentationWeights: [1] }), {
      code: 'usage',
    });
  });

  it('refuses a model in which a network reads an image that does not exist', () => {
    const broken = { ...paper, translations: paper.translations.slice(1) };
    assert.throws(() => plan(broken, { scope: 'all', intermediateMaps: false }), {
      code: 'model-invalid',
      message: /hematoxylin/,
    });
  });

  it('refuses a map whose generators all have weight 0', () => {
    assert.throws(() => plan(deepliif([0, 0, 0, 0, 0]), { scope: 'all', intermediateMaps: false }), {
      code: 'model-invalid',
    });
  });
});
