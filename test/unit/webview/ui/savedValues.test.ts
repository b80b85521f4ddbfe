import assert from 'node:assert/strict';
import {
  entries,
  flag,
  namedTexts,
  oneOf,
  recordOf,
  spanOf,
  textList,
  textOf,
  within,
} from '../../../../webview/ui/savedValues.js';

describe('values of a saved view', () => {
  it('are taken where they have the wanted form', () => {
    assert.equal(flag(false, true), false);
    assert.equal(within(3, 0, 5), 3);
    assert.equal(oneOf('b', ['a', 'b']), 'b');
    assert.equal(textOf('l1'), 'l1');
    assert.deepEqual(textList(['a', 3, 'b']), ['a', 'b']);
    assert.deepEqual(namedTexts({ left: 'a', right: 4 }, ['left', 'right']), { left: 'a' });
    assert.deepEqual(spanOf({ min: 1, max: 2 }), { min: 1, max: 2 });
    assert.deepEqual(
      entries({ a: 1, b: 'x' }, (value) => within(value, 0, 5)),
      { a: 1 },
    );
  });

  it('of another form are dropped', () => {
    for (const odd of [undefined, null, 'x', [], {}]) assert.equal(flag(odd, true), true);
    for (const odd of [undefined, '3', NaN, 6, -1]) assert.equal(within(odd, 0, 5), undefined);
    assert.equal(oneOf('c', ['a', 'b']), undefined);
    assert.equal(textOf(3), '');
    assert.deepEqual(textList('a'), []);
    for (const odd of [null, 7, [], 'x']) assert.deepEqual(recordOf(odd), {});
    for (const odd of [{ min: 2, max: 1 }, { min: 1 }, { min: -Infinity, max: 1 }, [1, 2]])
      assert.equal(spanOf(odd), undefined);
  });

  it('are bounded in number and length', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`/${i}`, 1]));
    assert.equal(Object.keys(entries(many, (value) => within(value, 0, 5))).length, 200);
    assert.equal(textList(Object.keys(many)).length, 200);
    assert.equal(textOf('x'.repeat(5000)).length, 1000);
  });

  it('make nothing a prototype', () => {
    const read = entries(JSON.parse('{"__proto__":{"visible":true}}'), (value) => value);
    assert.equal(Object.getPrototypeOf(read), Object.prototype);
    assert.equal(read.visible, undefined);
  });
});
