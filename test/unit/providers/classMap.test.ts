import assert from 'node:assert/strict';
import { channelValues, mapOfClasses, mapOfLabels, pictureOf } from '../../../engine/providers/classMap.js';

describe('values as pictures', () => {
  it('are read in both layouts', () => {
    const planar = channelValues([1, 2, 3, 4, 5, 6, 7, 8], 2, 2, 'nchw');
    const interleaved = channelValues([1, 5, 2, 6, 3, 7, 4, 8], 2, 2, 'nhwc');
    for (const values of [planar, interleaved]) assert.deepEqual([values.at(0, 3), values.at(1, 0)], [4, 5]);
  });

  it('share red, green and blue by the probabilities of their classes', () => {
    const values = channelValues([0.1, 0.5, 0.2, 0.2], 1, 4, 'nchw');
    const classes = ['background', 'positive', 'negative', 'boundary'] as const;
    assert.deepEqual([...mapOfClasses(values, classes, 'probabilities').data], [128, 51, 51]);
  });

  it('take the softmax of logits, and add classes of the same meaning', () => {
    const values = channelValues([7, 7, 7, 7], 1, 4, 'nhwc');
    const classes = ['background', 'positive', 'positive', 'negative'] as const;
    assert.deepEqual([...mapOfClasses(values, classes, 'logits').data], [128, 0, 64]);
  });

  it('take labels as indices; unknown ones are background', () => {
    const values = channelValues([0, 1, 2, 9], 2, 1, 'nchw');
    assert.deepEqual(
      [...mapOfLabels(values, ['background', 'negative', 'boundary']).data],
      [0, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0, 0],
    );
  });

  it('are cut off beyond their range', () =>
    assert.deepEqual(
      [...pictureOf(channelValues([-3, 0, 1, 3], 2, 1, 'nchw'), [-1, 1]).data].filter((_, i) => i % 3 === 0),
      [0, 128, 255, 255],
    ));
});
