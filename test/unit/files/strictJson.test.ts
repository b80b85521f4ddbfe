import assert from 'node:assert/strict';
import { parseJsonObject } from '../../../engine/files/strictJson.js';

const parse = (text: string) => parseJsonObject(new TextEncoder().encode(text), 'a.json');

describe('JSON from outside', () => {
  it('may begin with a byte order mark', () => {
    assert.deepEqual(parse('\ufeff{"a": 1}'), { a: 1 });
  });

  it('has no byte order mark at another place, and no second one', () => {
    assert.throws(() => parse('\ufeff\ufeff{"a": 1}'), /a\.json: cannot be read as JSON/);
    assert.throws(() => parse('{\ufeff"a": 1}'), /a\.json: cannot be read as JSON/);
  });
});
