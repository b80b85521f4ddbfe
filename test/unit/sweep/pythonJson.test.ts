import assert from 'node:assert/strict';
import { parsePythonJson, pythonFloat, pythonJson } from '../../../engine/sweep/pythonJson.js';

describe('JSON of Python', () => {
  it('has bare NaN and infinities, also beside strings that say so', () =>
    assert.deepEqual(parsePythonJson('{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN, \\"Infinity\\""}'), {
      a: NaN,
      b: [-Infinity, Infinity],
      c: 'NaN, "Infinity"',
    }));

  it('is written as Python writes it', () => {
    assert.equal(
      pythonJson({ a: [1, 2.5, NaN], b: 'ü', c: null }),
      '{"a":[1,2.5,NaN],"b":"\\u00fc","c":null}',
    );
    assert.equal(pythonJson({ a: [1, true] }, true), '{"a": [1, true]}');
  });

  it('writes floats as repr does', () =>
    assert.deepEqual(
      [48, 1e-5, 0.0001, 1e16, 123456789012345680000, 1.5e-7, -0, 0.1, 2 ** 53].map(pythonFloat),
      [
        '48.0',
        '1e-05',
        '0.0001',
        '1e+16',
        '1.2345678901234568e+20',
        '1.5e-07',
        '-0.0',
        '0.1',
        '9007199254740992.0',
      ],
    ));
});
