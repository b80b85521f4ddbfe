import assert from 'node:assert/strict';
import { directionOf, isBetter } from '../../../engine/runlog/runMetrics.js';

const HIGHER = [
  'epoch_accuracy', 'val_dice', 'AUC', 'eval/mAP', 'mAP50', 'mAP_0.5', 'f1_score', 'F1Score', 'psnr', 'PSNR', 'valDice', 'IoU',
  'mIoU', 'mean_iou', 'val/segmentation/positive/f1', 'val/dapi/ssim', 'val-acc', 'top5.acc', 'r2', 'valAUC', 'Recall@10',
  'metrics/precision(B)', 'val_binary_accuracy', 'roc_auc_score',
]; // prettier-ignore
const LOWER = [
  'loss', 'train_loss', 'DiceLoss', 'dice_loss', 'loss/train', 'val/counts/rmse', 'val/segmentation/total-rmse', 'epoch_loss',
  'total/generators', 'val/total/discriminators', 'dapi/gan', 'dapi/d-real', 'val/segmentation/l1', 'MSE', 'wordErrorRate',
  'hd95', 'val/segmentation/ihc-difference', 'FID',
]; // prettier-ignore
const UNKNOWN = ['temperature', 'rate/generators', 'time/step', 'loss/dice', 'D_real', 'cells', 'score', ''];

describe('the better values of a metric', () => {
  for (const name of HIGHER)
    it(`are the higher ones of ${name}`, () => assert.equal(directionOf(name), 'higher'));
  for (const name of LOWER)
    it(`are the lower ones of ${name}`, () => assert.equal(directionOf(name), 'lower'));
  for (const name of UNKNOWN)
    it(`are not known of ${JSON.stringify(name)}`, () => assert.equal(directionOf(name), undefined));

  it('are never NaN, and the first of equal ones', () => {
    assert.equal(isBetter('higher', NaN, undefined), false);
    assert.equal(isBetter('lower', 1, undefined), true);
    assert.equal(isBetter('higher', 2, 1), true);
    assert.equal(isBetter('lower', 1, 1), false);
  });
});
