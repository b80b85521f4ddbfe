// Option values as the command line takes them.

import assert from 'node:assert/strict';
import { parseWeights, wholeNumber, wholeNumberOr } from '../../../engine/cli/numbers.js';

describe('a whole number', () => {
  const parse = wholeNumber(0, 510);
  for (const [text, value] of [
    ['0', 0],
    ['510', 510],
    ['+7', 7],
  ] as const)
    it(`reads "${text}"`, () => assert.equal(parse(text), value));

  for (const text of ['-1', '511', '1.5', '1e2', '0x10', '', ' ', 'high', 'Infinity', 'NaN'])
    it(`refuses "${text}", saying what was expected`, () =>
      assert.throws(() => parse(text), { message: `expected a whole number from 0 to 510, got "${text}".` }));
});

describe('a whole number or a word', () => {
  const parse = wholeNumberOr(['auto', 'none'], 0);
  it('takes the words', () => assert.equal(parse('auto'), 'auto'));
  it('takes numbers', () => assert.equal(parse('30'), 30));
  it('names both when it refuses', () =>
    assert.throws(() => parse('Auto'), { message: /"auto", "none" or a whole number from 0, got "Auto"/ }));
});

describe('a list of weights', () => {
  it('is separated by commas', () => assert.deepEqual(parseWeights('0.5, 0,0,0,0.5'), [0.5, 0, 0, 0, 0.5]));
  for (const text of ['', '0.5,x', '0.5,-1', '1;2'])
    it(`is not "${text}"`, () => assert.throws(() => parseWeights(text), { message: /numbers from 0/ }));
});
