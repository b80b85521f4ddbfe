import assert from 'node:assert/strict';
import { copiedValues } from '../../../../webview/sweep/copiedValues.js';
import { MADE } from './madeSweep.js';

describe('values of a trial to be put in the queue', () => {
  it('leave out what is left to the sampler, and keep the kinds of choices', () =>
    assert.deepEqual(copiedValues(MADE.parameters, { rate: '0.002', net: '"unet"', depth: '' }).values, {
      rate: 0.002,
      net: 'unet',
    }));

  it('are refused outside of the range, with the range', () =>
    assert.deepEqual(
      [...copiedValues(MADE.parameters, { depth: '9' }).faults],
      [['depth', 'depth must be a number from 1 to 8.']],
    ));
});
