// Architectures against the parameter counts and names of docs/reference.md, 1.1 to 1.6.

import assert from 'node:assert/strict';
import type { Architecture, GeneratorArchitecture } from '../../../engine/networks/architecture.js';
import { buildNetwork } from '../../../engine/networks/build.js';
import { parameterCount, parametersOf } from '../../../engine/networks/parameters.js';
import { refusal } from '../checkpoints/refusal.js';
import { PATCHGAN, RESNET } from './samples.js';

const FULL: GeneratorArchitecture = { ...RESNET, name: 'resnet_9blocks', filters: 64 };

const names = (architecture: Architecture) =>
  parametersOf(buildNetwork(architecture)).map(({ name }) => name);

describe('a network has as many parameters as the reference counts, or as its definition says', () => {
  const counts: readonly (readonly [string, Architecture, number])[] = [
    ['ResNet-9, batch norm', FULL, 11_383_427],
    ['ResNet-9, instance norm', { ...FULL, norm: 'instance' }, 11_378_179],
    ['ResNet-9, resize-convolution', { ...FULL, upsampling: 'resize-convolution' }, 11_383_619],
    ['U-Net-512', { ...FULL, name: 'unet_512' }, 66_998_915],
    ['U-Net-256', { ...FULL, name: 'unet_256' }, 54_413_955],
    ['attention U-Net', { ...FULL, name: 'unet_512_attention' }, 56_616_056],
    ['U-Net of 5 levels, of the bundled model', { ...FULL, name: 'unet_5levels', filters: 16 }, 1_964_131],
    ['PatchGAN of 4 layers', { ...PATCHGAN, filters: 64, layers: 4 }, 6_964_033],
  ];
  for (const [what, architecture, count] of counts)
    it(`${what}: ${count}`, () => assert.equal(parameterCount(buildNetwork(architecture)), count));
});

describe('parameters are named as in the reference', () => {
  const blocks: readonly (readonly [GeneratorArchitecture['padding'], boolean, readonly number[]])[] = [
    ['zero', true, [0, 1, 4, 5]],
    ['zero', false, [0, 1, 3, 4]],
    ['reflect', true, [1, 2, 6, 7]],
    ['replicate', true, [1, 2, 6, 7]],
    ['reflect', false, [1, 2, 5, 6]],
  ];
  for (const [padding, dropout, indices] of blocks)
    it(`in a residual block with ${padding} padding ${dropout ? 'and' : 'without'} dropout`, () => {
      const weights = names({ ...RESNET, padding, dropout }).filter((name) =>
        /^model\.10\.conv_block\.\d+\.weight$/.test(name),
      );
      assert.deepEqual(
        weights,
        indices.map((i) => `model.10.conv_block.${i}.weight`),
      );
    });

  it('in the decoder and the last layer of a ResNet-9', () => {
    const found = names(FULL);
    for (const name of ['model.19.weight', 'model.22.weight', 'model.26.weight', 'model.26.bias'])
      assert.ok(found.includes(name), name);
    const resized = names({ ...FULL, upsampling: 'resize-convolution' });
    for (const name of ['model.21.bias', 'model.26.bias', 'model.30.weight', 'model.30.bias'])
      assert.ok(resized.includes(name), name);
  });

  it('in the U-Net, 94 of them with batch norm', () => {
    const found = names({ ...FULL, name: 'unet_512' });
    assert.equal(found.length, 94);
    const innermost = `model.model.1.model.${'3.model.'.repeat(7)}`;
    for (const name of [`${innermost}1.weight`, `${innermost}3.weight`, `${innermost}4.running_var`])
      assert.ok(found.includes(name), name);
    assert.ok(found.includes('model.model.3.bias'));
  });

  it('in the attention U-Net, 237 of them, for any options', () => {
    const found = names({ ...FULL, name: 'unet_512_attention', filters: 8, norm: 'none' });
    assert.equal(found.length, 237);
    for (const name of ['Conv1.conv.0.bias', 'Up1.up.0.bias', 'Att8.W_g.0.weight', 'Att2.psi.1.running_mean'])
      assert.ok(found.includes(name), name);
  });

  it('in a PatchGAN of 4 layers and in the pixel discriminator', () => {
    const weights = (architecture: Architecture) =>
      parametersOf(buildNetwork(architecture)).flatMap(({ name, role }) => (role === 'weight' ? [name] : []));
    assert.deepEqual(
      weights({ ...PATCHGAN, layers: 4 }),
      [0, 2, 5, 8, 11, 14].map((i) => `model.${i}.weight`),
    );
    assert.deepEqual(
      weights({ ...PATCHGAN, name: 'pixelgan' }),
      [0, 2, 5].map((i) => `net.${i}.weight`),
    );
  });

  it('for spectral norm, of every convolution', () => {
    const found = names({ ...RESNET, norm: 'spectral' });
    assert.deepEqual(found.slice(-4), [
      'model.18.bias',
      'model.18.parametrizations.weight.original',
      'model.18.parametrizations.weight.0._u',
      'model.18.parametrizations.weight.0._v',
    ]);
    assert.ok(found.every((name) => name.includes('parametrizations') || name.endsWith('.bias')));
  });
});

describe('convolutions have a bias', () => {
  const biases = (architecture: Architecture) =>
    names(architecture).filter((name) => /\d\.bias$/.test(name)).length;

  it('before a norm only if it is instance norm', () => {
    assert.equal(biases({ ...RESNET, norm: 'none' }), 1);
    assert.equal(biases({ ...RESNET, norm: 'spectral' }), 1);
    assert.equal(biases({ ...RESNET, norm: 'instance' }), 8);
    assert.equal(biases({ ...RESNET, name: 'unet_32', norm: 'none' }), 1);
    assert.equal(biases({ ...RESNET, name: 'unet_32', norm: 'instance' }), 10);
  });

  it('also at the end of the pixel discriminator', () => {
    assert.equal(biases({ ...PATCHGAN, name: 'pixelgan', norm: 'none' }), 1);
    assert.equal(biases({ ...PATCHGAN, name: 'pixelgan', norm: 'instance' }), 3);
  });
});

describe('an architecture that cannot be built is refused', () => {
  /** A wrong architecture: manifests are parsed JSON and may contain anything. */
  const wrong = (change: Record<string, unknown>, of: Architecture = RESNET) => ({ ...of, ...change });
  const cases: readonly (readonly [string, Architecture, RegExp])[] = [
    ['an unknown name', wrong({ name: 'vit_b16' }), /name "vit_b16"; expected resnet_<N>blocks/],
    ['a name that is not text', wrong({ name: 7 }), /name 7/],
    ['too many blocks', wrong({ name: 'resnet_99blocks' }), /number of blocks 99; expected .* 0 to 64/],
    ['a U-Net of another size', wrong({ name: 'unet_1024' }), /name "unet_1024"/],
    ['no filters', wrong({ filters: 0 }), /filters 0/],
    ['half a filter', wrong({ filters: 1.5 }), /filters 1.5/],
    ['filters as text', wrong({ filters: '64' }), /filters "64"/],
    ['a million channels', wrong({ inChannels: 1e6 }), /inChannels 1000000; expected .* 256/],
    ['an unknown norm', wrong({ norm: 'group' }), /norm "group"; expected batch, instance, none, spectral/],
    ['an unknown padding', wrong({ padding: 'circular' }), /padding "circular"/],
    ['pixel shuffle', wrong({ upsampling: 'pixel_shuffle' }), /upsampling "pixel_shuffle"/],
    ['dropout as a number', wrong({ dropout: 1 }), /dropout 1/],
    ['a PatchGAN without layers', wrong({ layers: 0 }, PATCHGAN), /layers 0/],
    ['a discriminator of an unknown norm', wrong({ norm: undefined }, PATCHGAN), /norm undefined/],
  ];
  for (const [what, architecture, message] of cases)
    it(what, () => assert.throws(() => buildNetwork(architecture), refusal(message)));
});
