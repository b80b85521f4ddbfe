import assert from 'node:assert/strict';

import { compareArchitecture, inferArchitecture } from '../../../engine/checkpoints/inferArchitecture.js';
import type { GeneratorArchitecture } from '../../../engine/networks/architecture.js';
import type { StoredTensor, Weights } from '../../../engine/tensors/weights.js';
import { refusal } from './refusal.js';
import { TINY_RESNET, TINY_UNET, weightsFor } from './weightFiles.js';

const infer = (weights: Weights, architecture: GeneratorArchitecture): GeneratorArchitecture =>
  inferArchitecture(
    weights,
    {
      padding: architecture.padding === 'replicate' ? 'replicate' : 'reflect',
      dropout: architecture.dropout,
    },
    'G1.pth',
  );

const VARIANTS: Partial<GeneratorArchitecture>[] = [
  {},
  { filters: 3 },
  { inChannels: 6 },
  { dropout: false },
  ...(['batch', 'instance', 'none', 'spectral'] as const).flatMap((norm) => [
    { norm },
    { norm, dropout: false },
  ]),
];

describe('the architecture of a generator is read from its weights:', () => {
  const resnets = VARIANTS.flatMap((variant) => [
    ...(['zero', 'reflect', 'replicate'] as const).map((padding) => ({ ...variant, padding })),
    { ...variant, upsampling: 'resize-convolution' as const },
    { ...variant, name: 'resnet_3blocks' as const },
  ]);
  const unets = VARIANTS.filter(({ norm }) => norm !== 'spectral').map((variant) => ({
    ...TINY_UNET,
    ...variant,
  }));
  const sizes = (['unet_64', 'unet_128', 'unet_256', 'unet_512'] as const).map((name) => ({
    ...TINY_UNET,
    name,
  }));
  for (const architecture of [
    ...resnets.map((variant) => ({ ...TINY_RESNET, ...variant })),
    ...unets,
    ...sizes,
  ])
    it(
      Object.values(architecture)
        .filter((part) => part !== 3)
        .join(' '),
      () => assert.deepEqual(infer(weightsFor(architecture), architecture), architecture),
    );

  it('spectral U-Nets, which have no normalisation at all', () => {
    const architecture = { ...TINY_UNET, norm: 'spectral' as const };
    const found = infer(weightsFor(architecture), architecture);
    assert.deepEqual(found, { ...architecture, norm: 'none' });
    assert.doesNotThrow(() => compareArchitecture(found, expected({ norm: 'spectral' }), 'GS1.pth'));
  });

  it('the attention U-Net by its names', () => {
    const weights = new Map<string, StoredTensor>([
      ['Conv1.conv.0.weight', { shape: [64, 3, 4, 4], data: new Float32Array(0) }],
      ['Up1.up.0.weight', { shape: [128, 3, 4, 4], data: new Float32Array(0) }],
    ]);
    const found = inferArchitecture(weights, { padding: 'reflect', dropout: true }, 'GS1.pth');
    assert.equal(found.name, 'unet_512_attention');
    assert.equal(found.filters, 64);
  });
});

const expected = (said: Partial<Parameters<typeof compareArchitecture>[1]>) => ({
  name: undefined,
  norm: undefined,
  dropout: undefined,
  padding: undefined,
  upsampling: undefined,
  ...said,
});

describe('weights are refused', () => {
  const cases: [name: string, weights: Weights, message: RegExp][] = [
    ['of a discriminator', only(weightsFor(TINY_RESNET), /^model\.26/), /no generator that DeepLIIF knows/],
    ['of nothing', new Map(), /no generator/],
    [
      'of a ResNet without blocks',
      only(weightsFor(TINY_RESNET), /^model\.\d+\.(weight|bias)/),
      /residual blocks/,
    ],
    [
      'of a U-Net with two levels',
      only(weightsFor(TINY_UNET), /^model\.model\.(0|3|1\.model\.1)\./),
      /2 levels/,
    ],
  ];
  for (const [name, weights, message] of cases)
    it(name, () => assert.throws(() => infer(weights, TINY_RESNET), refusal(message)));

  const said: [what: string, said: Parameters<typeof expected>[0], found: GeneratorArchitecture][] = [
    ['name', { name: 'resnet_9blocks' }, TINY_RESNET],
    ['norm', { norm: 'instance' }, TINY_RESNET],
    ['dropout', { dropout: false }, TINY_RESNET],
    ['padding', { padding: 'reflect' }, TINY_RESNET],
    ['upsampling', { upsampling: 'resize-convolution' }, TINY_RESNET],
    ['name', { name: 'unet_512' }, TINY_UNET],
    ['norm', { norm: 'none' }, TINY_UNET],
  ];
  for (const [what, options, found] of said)
    it(`when the options say another ${what}`, () =>
      assert.throws(
        () => compareArchitecture(found, expected(options), 'G1.pth'),
        refusal(new RegExp(`G1\\.pth: the weights .* ${what} .*the training options say`)),
      ));

  it('not for what leaves no trace in a U-Net', () =>
    assert.doesNotThrow(() =>
      compareArchitecture(TINY_UNET, expected({ padding: 'reflect', dropout: false }), 'GS1.pth'),
    ));
});

function only(weights: Weights, names: RegExp): Weights {
  return new Map([...weights].filter(([name]) => names.test(name)));
}
