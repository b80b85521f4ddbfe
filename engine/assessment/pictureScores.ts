// MSE and SSIM of the pictures of one image, by modality and as their mean.

import { meanSquaredError, referenceSsim, SMALLEST_SSIM_PX, ssim } from '../evaluation/similarity.js';
import { EngineError } from '../protocol/errors.js';
import type { ImageScores } from '../protocol/evaluations.js';
import type { PicturePair } from './modalityPictures.js';
import { readPicture } from './truth.js';

/**
 * A picture smaller than the window of SSIM has no SSIM.
 *
 * @throws EngineError `image-unreadable`, `usage` for pictures of different sizes
 */
export async function pictureScores(pairs: readonly PicturePair[]): Promise<ImageScores> {
  const scores: Record<string, number> = {};
  const all: Record<string, number[]> = {};
  for (const { name, truth, prediction } of pairs) {
    const [real, made] = [await readPicture(truth), await readPicture(prediction)];
    if (real.width !== made.width || real.height !== made.height)
      throw new EngineError(
        'usage',
        `${prediction} has ${made.width} × ${made.height} px, ${truth} ${real.width} × ${real.height} px. ` +
          'Both must be of the same image.',
      );
    const isLarge = Math.min(real.width, real.height) >= SMALLEST_SSIM_PX;
    for (const [metric, of] of [
      ['mse', meanSquaredError] as const,
      ...(isLarge ? [['ssim', ssim] as const, ['referenceSsim', referenceSsim] as const] : []),
    ]) {
      const value = of(real, made);
      scores[`${metric}.${name}`] = value;
      (all[metric] ??= []).push(value);
    }
  }
  for (const [metric, values] of Object.entries(all))
    scores[`${metric}.mean`] = values.reduce((sum, value) => sum + value, 0) / values.length;
  return scores;
}
