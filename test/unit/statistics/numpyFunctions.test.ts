import assert from 'node:assert/strict';
import { exp, log, log1p } from '../../../engine/statistics/numpyFunctions.js';

// Results of NumPy 2.4.6 on a processor with AVX-512. The first four of each are not the nearest doubles.
const CASES: readonly (readonly [string, (x: number) => number, readonly (readonly [number, number])[]])[] = [
  [
    'exp',
    exp,
    [
      [-6.551278953774682, 0.0014282877157030238],
      [-11.55325716259512, 9.604708004261113e-6],
      [-10.30945223810787, 3.331668491014886e-5],
      [-7.199663903426153, 0.0007468367754811873],
      [-4.43986342179479, 0.011797549697886765],
      [-17.414646123547527, 2.7347352225094797e-8],
    ],
  ],
  [
    'log',
    log,
    [
      [0.9191428727353107, -0.08431370327435467],
      [0.9634721025147645, -0.037211745864736905],
      [0.9955394160835606, -0.004470562003997703],
      [0.96194935174033, -0.038793478621009375],
      [0.4864787984137968, -0.7205619581334614],
      [0.16200756432576768, -1.820112251470918],
    ],
  ],
  [
    'log1p',
    log1p,
    [
      [-0.2062774859831289, -0.23102135738504015],
      [-0.016116680981502873, -0.016247967194072774],
      [-0.18487290153040548, -0.20441122885761492],
      [-0.07550112302073109, -0.07850344288877383],
      [-0.4816201266781299, -0.657046959308357],
      [-0.07186303667232741, -0.07457596729348778],
    ],
  ],
];

describe('functions of NumPy, to the last place:', () => {
  for (const [name, function_, pairs] of CASES)
    it(name, () => {
      for (const [x, expected] of pairs) assert.equal(function_(x), expected, `${name}(${x})`);
    });

  it('at the ends of their ranges', () => {
    assert.deepEqual([exp(0), exp(-Infinity), exp(1000)], [1, 0, Infinity]);
    assert.deepEqual([log(1), log(0), log(Infinity)], [0, -Infinity, Infinity]);
    assert.deepEqual([log1p(0), log1p(-1)], [0, -Infinity]);
  });
});
