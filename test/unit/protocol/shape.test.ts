// Values from outside are checked field by field.

import assert from 'node:assert/strict';
import {
  dictionary,
  either,
  list,
  message,
  number,
  oneOf,
  stored,
  text,
  truth,
  tuple,
  variants,
  whole,
} from '../../../engine/protocol/shape.js';
import { fileName } from '../../../engine/protocol/sharedShapes.js';

const refused = (message: RegExp) => ({ code: 'usage', message });

describe('shapes of values from outside', () => {
  const shape = message({ name: text({ most: 5 }), count: whole(1, 9) }, { on: truth });

  it('hand back what has the shape', () => {
    const value = { name: 'a', count: 3, on: false };
    assert.deepEqual(shape(value, 'it'), value);
    assert.deepEqual(shape({ name: '', count: 9, on: undefined }, 'it'), { name: '', count: 9 });
  });

  for (const [value, what] of [
    [undefined, /^it: an object expected, not undefined/],
    [null, /an object expected, not null/],
    [[], /an object expected, not a list of 0/],
    ['text', /an object expected, not "text"/],
    [{ name: 'a' }, /^it\.count: a whole number from 1 to 9 expected, not undefined/],
    [{ name: 'a', count: 0 }, /it\.count/],
    [{ name: 'a', count: 1.5 }, /it\.count/],
    [{ name: 'a', count: NaN }, /it\.count/],
    [{ name: 'a', count: '3' }, /not "3"/],
    [{ name: 'a\0', count: 3 }, /it\.name/],
    [{ name: 'x'.repeat(1e6), count: 3 }, /^.{1,200}$/],
    [{ name: 'a', count: 3, on: 1 }, /it\.on: true or false expected/],
    [{ name: 'a', count: 3, off: 1 }, /there is no field "off"/],
    [JSON.parse('{"name":"a","count":3,"__proto__":1}'), /there is no field "__proto__"/],
    [Object.create({ name: 'a', count: 3 }), /it\.name/],
  ] as const)
    it(`refuse ${JSON.stringify(value)?.slice(0, 60) ?? 'undefined'}`, () =>
      assert.throws(() => shape(value, 'it'), refused(what)));

  it('drop what a later version may have stored', () =>
    assert.deepEqual(stored({ a: whole(0) })({ a: 1, b: 2 }, 'file'), { a: 1 }));

  it('bound lists and dictionaries, and name the element', () => {
    assert.deepEqual(list(whole(0), 2)([1, 2], 'it'), [1, 2]);
    assert.throws(() => list(whole(0), 2)([1, 2, 3], 'it'), refused(/at most 2 expected, not a list of 3/));
    assert.throws(() => list(whole(0), 2)([1, -1], 'it'), refused(/^it\[1\]/));
    assert.deepEqual(dictionary(truth, 2)({ a: true }, 'it'), { a: true });
    assert.throws(() => dictionary(truth, 1)({ a: true, b: true }, 'it'), refused(/at most 1/));
    assert.throws(() => dictionary(truth, 1)({ a: 1 }, 'it'), refused(/^it\.a/));
  });

  it('have as many values as a tuple has shapes', () => {
    const pair = tuple(whole(0), truth);
    const read: readonly [number, boolean] = pair([1, true], 'it');
    assert.deepEqual(read, [1, true]);
    assert.throws(() => pair([1], 'it'), refused(/a list of 2 expected, not a list of 1/));
    assert.throws(() => pair([1, 2], 'it'), refused(/^it\[1\]: true or false/));
  });

  it('are told apart by a word where there are several kinds of objects', () => {
    const policy = variants('kind', { step: { every: whole(1) }, none: {} });
    const read: { readonly kind: 'step'; readonly every: number } | { readonly kind: 'none' } = policy(
      { kind: 'step', every: 3, later: 1 },
      'it',
    );
    assert.deepEqual(read, { kind: 'step', every: 3 });
    assert.deepEqual(policy({ kind: 'none' }, 'it'), { kind: 'none' });
    assert.throws(() => policy({ kind: 'step' }, 'it'), refused(/^it\.every/));
    assert.throws(() => policy({ kind: 'cosine' }, 'it'), refused(/^it\.kind: "step" or "none" expected/));
    assert.throws(() => policy({ kind: 'toString' }, 'it'), refused(/^it\.kind/));
  });

  it('take one of several words, or a number', () => {
    const threshold = either(oneOf('auto', 'none'), number(0, 255));
    assert.equal(threshold('auto', 'it'), 'auto');
    assert.equal(threshold(255, 'it'), 255);
    assert.throws(() => threshold(256, 'it'), refused(/from 0 to 255/));
    assert.throws(() => oneOf('auto', 'none')('never', 'it'), refused(/"auto" or "none" expected/));
  });

  it('know plain file names', () => {
    for (const name of ['Seg.png', 'a b (2).png', '.hidden', 'ä', '…'])
      assert.equal(fileName(name, 'it'), name);
    for (const name of ['', '.', '..', '../a', 'a/b', 'a\\b', 'C:a', 'a\n', 'x'.repeat(256)])
      assert.throws(() => fileName(name, 'it'), refused(/plain file name/));
  });
});
