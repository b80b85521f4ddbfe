import assert from 'node:assert/strict';
import { nameSeries } from '../../../../webview/training/seriesNames.js';

describe('names of series', () => {
  const reference = new Set([1, 2, 3, 4].map((modality) => `G_GAN_${modality}`));
  const words = (name: string) =>
    nameSeries(name.startsWith('val/') ? 'validations' : 'steps', name, reference).words;
  const section = (name: string) =>
    nameSeries(name.startsWith('val/') ? 'validations' : 'steps', name, reference).section;

  it('are words for the losses of our runs', () => {
    assert.equal(words('dapi/l1'), 'Generator loss (L1), DAPI');
    assert.equal(words('hematoxylin/d-fake'), 'Discriminator loss (generated), hematoxylin');
    assert.equal(words('total/generators'), 'Generator loss (total)');
    assert.equal(words('rate/generators'), 'Learning rate, generators');
  });

  it('are words for the losses of the reference, whose numbers are modalities of DeepLIIF', () => {
    assert.equal(words('G_GAN_1'), 'Generator loss (GAN), hematoxylin');
    assert.equal(words('D_real_S'), 'Discriminator loss (real), segmentation');
    assert.equal(words('GS_L1_2'), 'Generator loss (L1), segmentation, DAPI');
    assert.equal(nameSeries('steps', 'G_GAN_1').words, 'Generator loss (GAN), modality 1');
  });

  it('are words for scores, with the class of the cells', () => {
    assert.equal(words('val/segmentation/dice'), 'Validation · Dice, segmentation');
    assert.equal(words('val/segmentation/positive/f1'), 'Validation · F1, segmentation, positive');
    assert.equal(
      words('val/segmentation/total-rmse'),
      'Validation · Cell count error (RMSE), segmentation, all cells',
    );
    assert.equal(words('val/dapi/l1'), 'Validation · Generator loss (L1), DAPI');
  });

  it('stay as they are for tags of other programs', () => assert.equal(words('epoch_loss'), 'epoch_loss'));

  it('say in which section a series is shown', () => {
    const sections: Readonly<Record<string, string>> = {
      'dapi/gan': 'generators',
      'dapi/d-real': 'discriminators',
      'segmentation/gan': 'segmentation',
      'segmentation/d-fake': 'segmentation',
      G_L1_S: 'segmentation',
      'val/dapi/ssim': 'validation',
      'val/dapi/l1': 'validation-losses',
      'train/lr': 'rates',
      'memory/process': 'system',
      'system/gpu0': 'system',
      epoch_loss: 'losses',
      epoch_accuracy: 'metrics',
      hparam: 'other',
    };
    for (const [name, expected] of Object.entries(sections)) assert.equal(section(name), expected, name);
  });
});
