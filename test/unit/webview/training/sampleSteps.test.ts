import assert from 'node:assert/strict';
import type { SampleStep } from '../../../../webview/messages/training.js';
import { picturesOf, samplesAt, sampleSteps, withSamples } from '../../../../webview/training/sampleSteps.js';

describe('samples', () => {
  const at = (step: number): SampleStep => ({
    step,
    epoch: 1,
    pictures: [
      { tile: 't', image: 'segmentation', role: 'generated', uri: `seg${step}` },
      { tile: 't', image: 'segmentation', role: 'truth', uri: 'truth' },
      { tile: 't', image: 'segmentation-dapi', role: 'generated', uri: `part${step}` },
      { tile: 't', image: 'dapi', role: 'generated', uri: `dapi${step}` },
      { tile: 't', image: 'input', role: 'input', uri: 'input' },
      { tile: 'other', image: 'dapi', role: 'generated', uri: 'no' },
    ],
  });
  let samples = withSamples(new Map(), {
    type: 'samples',
    run: 'a',
    from: 0,
    samples: [at(0), at(100), at(200)],
  });
  samples = withSamples(samples, { type: 'samples', run: 'b', from: 0, samples: [at(50), at(150)] });

  it('of several runs have one row of steps', () => {
    assert.deepEqual(sampleSteps(samples, ['a', 'b']), [0, 50, 100, 150, 200]);
    assert.deepEqual(sampleSteps(samples, ['b', 'gone']), [50, 150]);
  });

  it('of a step are the newest that are not later', () => {
    const stepAt = (step: number) => samplesAt(samples.get('b')!, step)!.step;
    assert.deepEqual([0, 50, 149, 150, 9999].map(stepAt), [50, 50, 50, 150, 150]);
    assert.equal(samplesAt([], 5), undefined);
  });

  it('are dropped where the run went back before them', () => {
    const cut = withSamples(samples, { type: 'samples', run: 'a', from: 1, samples: [at(90)] });
    assert.deepEqual(sampleSteps(cut, ['a']), [0, 90]);
  });

  it('stand beside their truth, the input first, in the order that the run declares', () =>
    assert.deepEqual(picturesOf(at(100), 't', ['dapi', 'segmentation', 'input']), [
      { image: 'input', input: 'input' },
      { image: 'dapi', generated: 'dapi100' },
      { image: 'segmentation', generated: 'seg100', truth: 'truth' },
      { image: 'segmentation-dapi', generated: 'part100', truth: 'truth' },
    ]));
});
