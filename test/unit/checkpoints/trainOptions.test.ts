import assert from 'node:assert/strict';
import { join } from 'node:path';

import { interpretTrainOptions } from '../../../engine/checkpoints/deepLiifOptions.js';
import type { DeepLiifOptions } from '../../../engine/checkpoints/importedKinds.js';
import { parseTrainOptions, readTrainOptions } from '../../../engine/checkpoints/trainOptions.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { bytes } from './pickleBytes.js';
import { refusal } from './refusal.js';

const D_MODEL = join(packageRoot(), 'test', 'fixtures', 'deepliif', 'd_model');
const parse = (text: string) => parseTrainOptions(bytes(text), 'train_opt.txt');
const interpret = (text: string): DeepLiifOptions => interpretTrainOptions(parse(text), 'train_opt.txt');

describe('train_opt.txt', () => {
  it('of the reference is read as data', async () => {
    const options = await readTrainOptions(join(D_MODEL, 'DeepLIIF_tiny'));
    assert.equal(options.get('ngf'), 4);
    assert.equal(options.get('local_rank'), null);
    assert.equal(options.get('no_dropout'), false);
    assert.equal(options.get('model_dir_teacher'), '');
    assert.equal(options.get('display_server'), 'http://localhost');
    assert.deepEqual(options.get('gpu_ids'), []);
    assert.deepEqual(options.get('seg_weights'), [0.25, 0.15, 0.25, 0.1, 0.25]);
    assert.equal(options.has('----------------- Options ---------------'), false);
  });

  it('loses the notes of what the default was', async () => {
    const options = await readTrainOptions(join(D_MODEL, 'legacy_names_serialized'));
    assert.equal(options.get('batch_size'), 8);
    assert.equal(options.get('name'), 'DeepLIIF_Latest_Model');
    assert.equal(options.get('padding'), 'zero');
    assert.deepEqual(parse('a: [1, 2]  \t[default: [0.5, 0]]').get('a'), [1, 2]);
  });

  it('evaluates twice, and the phase never', () => {
    assert.equal(parse("a: 'None'").get('a'), null);
    assert.equal(parse('phase: None').get('phase'), 'None');
  });

  it('is no code', () => {
    const text = "a: __import__('os').system('id')";
    assert.equal(parse(text).get('a'), "__import__('os').system('id')");
  });

  it('is refused with the line that is wrong', () => {
    assert.throws(() => parse('a: 1\nnonsense\n'), refusal(/line 2: .* found "nonsense"/));
    assert.throws(() => parse(': 1'), refusal(/line 1/));
    assert.throws(() => parse('two words: 1'), refusal(/line 1/));
    assert.throws(() => parse(''), refusal(/no options/));
    assert.throws(() => parse('a: 1\n'.repeat(6000)), refusal(/6001 lines/));
    assert.throws(() => parse(`a: ${'x'.repeat(2 ** 20)}`), refusal(/at most 1048576/));
  });

  it('that is missing is named', () =>
    assert.rejects(readTrainOptions(D_MODEL), refusal(/there is no train_opt\.txt/, 'model-not-found')));
});

describe('the options of a model', () => {
  it('of today are taken as they are', async () => {
    const options = await readTrainOptions(join(D_MODEL, 'DeepLIIF_tiny'));
    const read = interpretTrainOptions(options, 'train_opt.txt');
    assert.deepEqual(read.inputNames, ['IHC']);
    assert.deepEqual(read.modalityNames, ['Hema', 'DAPI', 'Lap2', 'Marker']);
    assert.deepEqual(read.segmentationWeights, [0.25, 0.15, 0.25, 0.1, 0.25]);
    assert.deepEqual(read.backgroundColours[0], [190, 203, 200]);
    assert.equal(read.translationNetworks.length, 4);
    assert.equal(read.segmentationNetworks[4], 'unet_512');
    assert.equal(read.dropout, true);
  });

  // The values are those that the reference itself derived from this file (fixture d, legacy_dir_tile512).
  it('of old releases are completed as the reference does', async () => {
    const options = await readTrainOptions(join(D_MODEL, 'legacy_names_serialized'));
    const read = interpretTrainOptions(options, 'train_opt.txt');
    assert.deepEqual([...read.inputNames, ...read.modalityNames], ['IHC', 'Hema', 'DAPI', 'Lap2', 'Marker']);
    assert.deepEqual(read.segmentationWeights, [0.5, 0, 0, 0, 0.5]);
    assert.deepEqual(read.backgroundColours, [[201, 211, 208], [10, 10, 10], [0, 0, 0], [10, 10, 10]]); // prettier-ignore
    assert.equal(read.tilePx, 512);
    assert.equal(read.hasSegmentation, true);
    assert.equal(read.norm, 'batch');
    assert.equal(read.upsampling, 'transposed-convolution');
  });

  it('of old releases ignore a line of weights', () =>
    assert.deepEqual(
      interpret('model: DeepLIIF\ntargets_no: 5\nseg_weights: [0.2, 0.2, 0.2, 0.2, 0.2]').segmentationWeights,
      [0.5, 0, 0, 0, 0.5],
    ));

  it('without names get numbers', () => {
    const read = interpret('model: DeepLIIF\nmodalities_no: 2\ninput_no: 3\nmodalities_names: []');
    assert.deepEqual(read.inputNames, ['input1', 'input2', 'input3']);
    assert.deepEqual(read.modalityNames, ['mod1', 'mod2']);
    assert.deepEqual(read.segmentationWeights, [1 / 3, 1 / 3, 1 / 3]);
    assert.deepEqual(read.backgroundColours, [[10, 10, 10], [10, 10, 10]]); // prettier-ignore
  });

  it('take names with commas for a list, and NumPy’s numbers for numbers', () => {
    const read = interpret(
      'modalities_no: 1\nmodalities_names: IHC, Ki67\nbackground_colors: [(np.uint8(1), np.uint8(2), np.uint8(3))]',
    );
    assert.deepEqual(read.modalityNames, ['Ki67']);
    assert.deepEqual(read.backgroundColours, [[1, 2, 3]]);
  });

  it('of other kinds know what these do not have', () => {
    assert.equal(interpret('model: DeepLIIFExt\nmodalities_no: 2').tilePx, 1024);
    assert.equal(interpret('model: SDG\nmodalities_no: 1').hasSegmentation, false);
    assert.equal(interpret('model: CycleGAN\nmodalities_no: 1\ndirection: BtoA').direction, 'BtoA');
    assert.equal(interpret('model: DeepLIIF\nseg_gen: False').hasSegmentation, false);
  });

  const wrong: [text: string, message: RegExp][] = [
    ['model: Pix2Pix', /option model is .*Pix2Pix.*; expected DeepLIIF, /],
    ['modalities_no: -1', /modalities_no is "-1"/],
    ['modalities_no: 1e9', /whole number from 0 to 100/],
    ['modalities_no: four', /modalities_no/],
    ['input_no: 0', /input_no/],
    ['norm: layer', /norm is .*; expected batch, instance, none, spectral/],
    ['padding: mirror', /padding/],
    ['upsample: pixel_shuffle', /upsample/],
    ['no_dropout: maybe', /no_dropout is .*; expected True or False/],
    ['scale_size: 100000', /scale_size/],
    ['modalities_no: 1\nmodalities_names: [1, 2, 3]', /modalities_names .* 1 input\(s\) and 1 modalities/],
    ['modalities_no: 1\nmodalities_names: [[1], 2]', /a list of words/],
    ['modalities_no: 1\nseg_weights: [0.5]', /2 numbers from 0 to 1/],
    ['modalities_no: 1\nseg_weights: [0.5, -0.5]', /2 numbers from 0 to 1/],
    ['modalities_no: 1\nseg_weights: 1', /2 numbers/],
    ['modalities_no: 1\nbackground_colors: [(1, 2)]', /1 colours/],
    ['modalities_no: 1\nbackground_colors: [(1, 2, 256)]', /1 colours/],
    ['modalities_no: 1\nbackground_colors: []', /1 colours/],
  ];
  for (const [text, message] of wrong)
    it(`are refused: ${text.replace('\n', ', ')}`, () =>
      assert.throws(() => interpret(text), refusal(message)));
});
