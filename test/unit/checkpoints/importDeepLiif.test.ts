import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { importDeepLiif, type ImportOptions } from '../../../engine/checkpoints/importDeepLiif.js';
import {
  readModelFolder,
  readNetworkWeights,
  writeModelFolder,
} from '../../../engine/checkpoints/modelFolder.js';
import type { GeneratorArchitecture } from '../../../engine/networks/architecture.js';
import { refusal } from './refusal.js';
import { legacyStream, pth, TINY_RESNET, TINY_UNET, torchScript, weightsFor } from './weightFiles.js';

const NAMES_OF_FOUR = "['IHC', 'Hema', 'DAPI', 'Lap2', 'Marker']";

describe('a checkpoint folder of DeepLIIF', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-import-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const options = (...lines: readonly string[]): Promise<void> =>
    writeFile(join(dir, 'train_opt.txt'), ['--- Options ---', ...lines, '--- End ---', ''].join('\n'));

  /** One file per network, each with weights of its own. */
  async function save(
    networks: readonly string[],
    architecture: GeneratorArchitecture,
    { prefix = 'latest_net_', suffix = '.pth', encode = pth } = {},
  ): Promise<void> {
    for (const [i, network] of networks.entries()) {
      const data = encode(weightsFor(architecture, i + 10 * networks.length));
      await writeFile(join(dir, `${prefix}${network}${suffix}`), data);
    }
  }

  const range = (prefix: string, first: number, last: number): string[] =>
    Array.from({ length: last - first + 1 }, (_, i) => `${prefix}${first + i}`);

  const read = async (request?: ImportOptions) => (await importDeepLiif(dir, request)).manifest;

  const today = [
    'model: DeepLIIF',
    'modalities_no: 4',
    `modalities_names: ${NAMES_OF_FOUR}`,
    'scale_size: 64',
  ];

  it('becomes a model with all its networks, names and weights', async () => {
    await options(...today, 'net_g: resnet_1blocks', 'net_gs: unet_32', 'dataroot: /home/me/data', 'ngf: 64');
    await save(range('G', 1, 4), TINY_RESNET);
    await save(range('GS', 0, 4), TINY_UNET);
    await save(['D1'], TINY_RESNET);
    const manifest = await read({ id: 'mine', title: 'Mine' });
    assert.equal(manifest.id, 'mine');
    assert.equal(manifest.title, 'Mine');
    assert.equal(manifest.normalisation, 'tile');
    assert.deepEqual(manifest.inputs, ['ihc']);
    assert.deepEqual(
      manifest.translations.map(({ modality, label, architecture }) => [
        modality,
        label,
        architecture.filters,
      ]),
      [
        ['hematoxylin', 'Hema', 1],
        ['dapi', 'DAPI', 1],
        ['lap2', 'Lap2', 1],
        ['marker', 'Marker', 1],
      ],
    );
    assert.deepEqual(
      manifest.segmentations.map(({ name, from, output, weight }) => [name, from.join(), output, weight]),
      [
        ['ihc', 'ihc', 'Seg', 0.25],
        ['hematoxylin', 'hematoxylin', 'Seg', 0.15],
        ['dapi', 'dapi', 'Seg', 0.25],
        ['lap2', 'lap2', 'Seg', 0.1],
        ['marker', 'marker', 'Seg', 0.25],
      ],
    );
    assert.deepEqual(Object.keys(manifest.provenance?.files ?? {}).length, 9);
    assert.equal(manifest.provenance?.options?.ngf, 64);
    assert.equal(manifest.provenance?.options?.dataroot, undefined, 'paths of the trainer’s machine');
  });

  it('has the pixels of 40x if its kind is trained on them, or those that are given', async () => {
    await options(...today);
    await save([...range('G', 1, 4), ...range('GS', 0, 4)], TINY_RESNET);
    assert.equal((await read()).mpp, 0.25);
    assert.equal((await read({ mpp: 0.5 })).mpp, 0.5);
    await options('model: SDG', 'modalities_no: 1', 'input_no: 1', 'scale_size: 64');
    await save(['G_1'], TINY_RESNET);
    assert.equal((await read()).mpp, undefined);
  });

  it('gives the same model from .pth, legacy .pth and .pt', async () => {
    await options(...today, 'seg_gen: False');
    const found: unknown[] = [];
    for (const encode of [pth, legacyStream, torchScript]) {
      await save(range('G', 1, 4), TINY_RESNET, { encode });
      found.push((await read()).translations);
    }
    assert.deepEqual(found[1], found[0]);
    assert.deepEqual(found[2], found[0]);
  });

  it('may hold serialised networks only', async () => {
    await options(...today, 'seg_gen: False');
    await save(range('G', 1, 4), TINY_RESNET, { prefix: '', suffix: '.pt', encode: torchScript });
    const manifest = await read();
    assert.match(manifest.provenance?.source ?? '', /TorchScript, \.pt/);
  });

  it('can be written as a model folder', async () => {
    await options(...today, 'seg_gen: False');
    await save(range('G', 1, 4), TINY_RESNET);
    const { manifest, weightsByFile } = await importDeepLiif(dir);
    const target = join(dir, 'model');
    await writeModelFolder(target, manifest, weightsByFile);
    const folder = await readModelFolder(target);
    const weights = await readNetworkWeights(target, folder.manifest.translations[3]!);
    assert.deepEqual(new Map([...weights].sort()), new Map([...weightsFor(TINY_RESNET, 43)].sort()));
  });

  it('of an old release has G51 to G55 and weights of 0.5', async () => {
    await options('model: DeepLIIF', 'targets_no: 5', 'scale_size: 64');
    await save(range('G', 1, 4), TINY_RESNET);
    await save(range('G', 51, 55), TINY_UNET);
    const manifest = await read();
    assert.deepEqual(
      manifest.segmentations.map(({ name, weight }) => [name, weight]),
      [['ihc', 0.5], ['hematoxylin', 0], ['dapi', 0], ['lap2', 0], ['marker', 0.5]],
    ); // prettier-ignore
    // G51, which sees the input, and not G1 by another reading of the name.
    assert.deepEqual(manifest.segmentations[0]!.architecture, TINY_UNET);
  });

  it('with twelve modalities keeps G10 apart from G1 and GS0', async () => {
    await options('modalities_no: 12', 'scale_size: 64');
    await save(range('G', 1, 12), TINY_RESNET);
    await save(range('GS', 0, 12), TINY_UNET);
    const { translations, segmentations } = await read();
    assert.deepEqual(translations.map(({ modality }) => modality), range('mod', 1, 12)); // prettier-ignore
    assert.deepEqual(segmentations.map(({ name }) => name), ['input1', ...range('mod', 1, 12)]); // prettier-ignore
    assert.equal(segmentations[5]!.weight, 1 / 13);
  });

  it('can be read at any epoch, iterations included', async () => {
    await options(...today, 'seg_gen: False');
    for (const epoch of ['20', 'iter_4000'])
      await save(range('G', 1, 4), TINY_RESNET, { prefix: `${epoch}_net_` });
    assert.equal((await read({ epoch: 'iter_4000' })).translations.length, 4);
    assert.equal((await read({ epoch: '20' })).translations.length, 4);
    await assert.rejects(
      read(),
      refusal(/no latest_net_.*there are weights of 20, iter_4000/, 'model-not-found'),
    );
  });

  it('with several inputs and no modality has one segmentation of all of them', async () => {
    await options('modalities_no: 0', 'input_no: 2', "modalities_names: ['IHC', 'PHH3']", 'scale_size: 64');
    await save(['GS0'], { ...TINY_UNET, inChannels: 6 });
    const { inputs, segmentations } = await read();
    assert.deepEqual(inputs, ['ihc', 'phh3']);
    assert.deepEqual(segmentations.map(({ name, from, weight }) => [name, from, weight]), [['inputs', ['ihc', 'phh3'], 1]]); // prettier-ignore
  });

  it('of DeepLIIFExt has a map per modality, made from input, first and own modality', async () => {
    await options(
      'model: DeepLIIFExt',
      'modalities_no: 2',
      "modalities_names: ['IHC', 'Hema', 'Ki-67 (IF)']",
    );
    await save(range('G_', 1, 2), TINY_RESNET);
    await save(range('GS_', 1, 2), { ...TINY_UNET, inChannels: 9 });
    const manifest = await read();
    assert.equal(manifest.kind, 'DeepLIIFExt');
    assert.equal(manifest.tilePx, 1024);
    assert.deepEqual(
      manifest.segmentations.map(({ name, from, output, weight }) => [name, from, output, weight]),
      [
        ['hematoxylin', ['ihc', 'hematoxylin', 'hematoxylin'], 'Seg1', 1],
        ['ki-67-if', ['ihc', 'hematoxylin', 'ki-67-if'], 'Seg2', 1],
      ],
    );
  });

  it('of SDG has translations only', async () => {
    await options('model: SDG', 'modalities_no: 1', 'input_no: 2', 'scale_size: 64');
    await save(['G_1'], { ...TINY_RESNET, inChannels: 6 });
    const { inputs, translations, segmentations } = await read();
    assert.deepEqual([inputs.length, translations.length, segmentations.length], [2, 1, 0]);
  });

  it('of CycleGAN has the networks of its direction', async () => {
    await options('model: CycleGAN', 'modalities_no: 2', 'scale_size: 64');
    await save([...range('GA_', 1, 2), ...range('GB_', 1, 2)], TINY_RESNET);
    const forth = await read();
    assert.deepEqual(
      [forth.inputs, forth.translations.map(({ modality }) => modality)],
      [['input1'], ['mod1', 'mod2']],
    );
    const back = await read({ direction: 'BtoA' });
    assert.deepEqual(back.inputs, ['modality']);
    assert.deepEqual(Object.keys(back.provenance?.files ?? {}), [
      'latest_net_GB_1.pth',
      'latest_net_GB_2.pth',
    ]);
  });

  it('gives modalities of the same name numbers', async () => {
    await options('modalities_no: 2', "modalities_names: ['IHC', 'ki67', 'Ki67']", 'seg_gen: False');
    await save(range('G', 1, 2), TINY_RESNET);
    assert.deepEqual((await read()).translations.map(({ modality }) => modality), ['ki67', 'ki67-2']); // prettier-ignore
  });

  it('is refused when a network is missing', async () => {
    await options(...today);
    await save(range('G', 1, 4), TINY_RESNET);
    await save(range('GS', 0, 3), TINY_UNET);
    await assert.rejects(read(), refusal(/there is no \.pth file for GS4/));
  });

  it('is refused when options and weights disagree', async () => {
    await save(range('G', 1, 4), TINY_RESNET);
    for (const [line, message] of [
      ['net_g: resnet_9blocks', /latest_net_G1\.pth: .*name resnet_1blocks.*say resnet_9blocks/],
      ['norm: instance', /norm batch.*say instance/],
      ['no_dropout: True', /dropout true.*say false/],
      ['padding: reflect', /padding zero.*say reflect/],
      ['upsample: resize_conv', /upsampling transposed-convolution/],
      ['input_no: 2', /modalities_names/],
    ] as const) {
      await options(...today, 'seg_gen: False', line);
      await assert.rejects(read(), refusal(message));
    }
  });

  it('is refused when the networks take another number of images', async () => {
    await options('modalities_no: 1', 'input_no: 2', 'seg_gen: False');
    await save(['G1'], TINY_RESNET);
    await assert.rejects(read(), refusal(/"mod1" takes 3 channels, but 2 image/));
  });

  it('is refused when a tensor is missing, superfluous or of another shape', async () => {
    await options('modalities_no: 1', 'seg_gen: False');
    const whole = weightsFor(TINY_RESNET);
    const without = new Map([...whole].filter(([name]) => name !== 'model.5.weight'));
    const more = new Map([...whole, ['model.99.weight', { shape: [1], data: new Float32Array(1) }]]);
    const wider = new Map([...whole, ['model.5.weight', { shape: [3], data: new Float32Array(3) }]]);
    for (const [weights, message] of [
      [without, /missing: model\.5\.weight/],
      [more, /not part of it: model\.99\.weight/],
      [wider, /of another shape: model\.5\.weight/],
    ] as const) {
      await writeFile(join(dir, 'latest_net_G1.pth'), pth(weights));
      await assert.rejects(read(), refusal(message));
    }
  });

  it('is refused when the training diverged', async () => {
    await options('modalities_no: 1', 'seg_gen: False');
    const weights = new Map([
      ...weightsFor(TINY_RESNET),
      ['model.5.bias', { shape: [2], data: new Float32Array([0, NaN]) }],
    ]);
    await writeFile(join(dir, 'latest_net_G1.pth'), pth(weights));
    await assert.rejects(read(), refusal(/tensor "model\.5\.bias" holds NaN/));
  });

  it('must have options and weights', async () => {
    await assert.rejects(read(), refusal(/no train_opt\.txt/, 'model-not-found'));
    await options(...today);
    await assert.rejects(read(), refusal(/expected a checkpoint folder/, 'model-not-found'));
  });
});
