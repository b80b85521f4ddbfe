import assert from 'node:assert/strict';
import { buildNetwork } from '../../../engine/networks/build.js';
import { encoderOf } from '../../../engine/networks/encoder.js';
import { parametersOf } from '../../../engine/networks/parameters.js';
import { RESNET } from './samples.js';

describe('first part of a generator', () => {
  for (const [name, features] of [
    ['resnet_9blocks', 8],
    ['unet_512', 16],
    ['unet_512_attention', 512],
  ] as const) {
    const network = buildNetwork({ ...RESNET, name });
    const encoder = encoderOf(network);

    it(`${name}: has ${features} features, and parameters of the generator only`, () => {
      const whole = new Map(parametersOf(network).map(({ name: key, shape }) => [key, shape]));
      const part = parametersOf(encoder);
      assert.equal(encoder.outChannels, features);
      assert.ok(part.length > 0 && part.length < whole.size);
      for (const { name: key, shape } of part) assert.deepEqual(whole.get(key), shape);
    });
  }

  it('ends at the middle one of the residual blocks', () => {
    const names = parametersOf(encoderOf(buildNetwork({ ...RESNET, name: 'resnet_4blocks' })));
    const blocks = new Set(names.flatMap(({ path }) => /^model\.\d+(?=\.conv_block)/.exec(path) ?? []));
    assert.equal(blocks.size, 2);
  });
});
