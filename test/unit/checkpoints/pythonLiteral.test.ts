import assert from 'node:assert/strict';

import { parsePythonLiteral, type PythonValue } from '../../../engine/checkpoints/pythonLiteral.js';

describe('a Python literal', () => {
  const literals: [text: string, value: PythonValue][] = [
    ['None', null],
    ['True', true],
    ['False', false],
    ['0', 0],
    ['-3', -3],
    ['0.0002', 0.0002],
    ['.5', 0.5],
    ['2.', 2],
    ['1e-05', 1e-5],
    ['1_000', 1000],
    ["'IHC'", 'IHC'],
    ['"it\'s"', "it's"],
    ["'a\\'b\\n'", "a'b\n"],
    ['[]', []],
    ['()', []],
    ['{}', {}],
    ['[1, 2.5, None]', [1, 2.5, null]],
    ['(1,)', [1]],
    ['(1)', 1],
    ['0,1', [0, 1]],
    ['0,', [0]],
    ["['IHC', 'Hema']", ['IHC', 'Hema']],
    ['[(190, 203, 200), (13, 13, 13)]', [[190, 203, 200], [13, 13, 13]]],
    ['(np.uint8(190), np.uint8(203))', [190, 203]],
    ['[np.float64(0.25), numpy.int64(3)]', [0.25, 3]],
    ["{'a': 1, 2: [True]}", { a: 1, 2: [true] }],
    ['  [ 1 ,2 ]  ', [1, 2]],
  ]; // prettier-ignore
  for (const [text, value] of literals)
    it(`${text} is read`, () => assert.deepEqual(parsePythonLiteral(text), value));

  const others = [
    '',
    'latest',
    'none',
    'AtoB',
    '/data/train',
    './checkpoints',
    'http://localhost',
    'nan',
    'inf',
    '1e999',
    '1 2',
    '0x10',
    '1.2.3',
    '[1, 2',
    '[1 2]',
    '[,]',
    "'open",
    "'a' 'b'",
    "'\\x41'",
    '{1}',
    '{[1]: 2}',
    'True and False',
    '1 + 1',
    "__import__('os').system('id')",
    "np.uint8(__import__('os'))",
    'np.load(1)',
    '[x for x in y]',
    'lambda: 0',
    '['.repeat(100_000),
    `${'['.repeat(100)}${']'.repeat(100)}`,
    '('.repeat(30) + '1' + ')'.repeat(30),
  ];
  for (const text of others)
    it(`${text.slice(0, 40) || 'nothing'} is none`, () => assert.equal(parsePythonLiteral(text), undefined));

  it('never takes long', () => {
    for (const text of ['1'.repeat(1e6), '1_'.repeat(5e5), ' '.repeat(1e6) + 'x', '"' + '\\\\'.repeat(5e5)]) {
      parsePythonLiteral(text);
      parsePythonLiteral(`[${text}`);
    }
  }).timeout(20_000);
});
