// Parity of evaluation against fixture g_metrics: pixel scores, AJI, component counts and the IHC difference of
// pictures, masks of raw maps, MSE and SSIM of images. Counts are exact, shares to the precision of float64. SSIM was
// computed with SciPy's filters, which add in another order.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { masksOfPicture, masksOfRawMap } from '../../engine/evaluation/classMasks.js';
import type { PixelScores } from '../../engine/evaluation/pixelAgreement.js';
import { ihcDifference } from '../../engine/evaluation/quantification.js';
import { cellsOfPicture, segmentationScores } from '../../engine/evaluation/segmentationScores.js';
import { meanSquaredError, referenceSsim, ssim } from '../../engine/evaluation/similarity.js';
import { largestDifference, type ParityCheck, type ParitySuite } from './check.js';
import { measured } from './measured.js';
import { readJson, readRgb } from './postprocessManifest.js';

/** Scores in per cent. */
type Scores = Readonly<Record<'precision' | 'recall' | 'f1' | 'Dice' | 'IOU' | 'PixAcc', number>>;

interface PairEntry {
  readonly pred_png: string;
  readonly mode: string;
  readonly per_class: { readonly Positive: Scores; readonly Negative: Scores; readonly Mean: Scores };
  readonly AJI_positive: number;
  readonly AJI_negative: number;
  readonly Diff_IHC_Score?: number;
  readonly components_pos_neg?: { readonly gt: readonly number[]; readonly mask: readonly number[] };
  readonly mask_sha256?: { readonly positive: string; readonly negative: string };
}

interface Manifest {
  readonly pairs: Readonly<Record<string, Readonly<Record<string, PairEntry>>>>;
  readonly similarity: {
    readonly per_image: readonly {
      readonly name: string;
      readonly mse: number;
      readonly ssim_as_code: number;
      readonly ssim_conventional_2d_range1: number;
    }[];
  };
}

const EXACT_SHARE = 1e-9;

export const gMetrics: ParitySuite = async function* (root) {
  const at = (file: string) => join(root, 'g_metrics', file);
  const { pairs, similarity } = await readJson<Manifest>(at('manifest.json'));
  for (const [image, predictions] of Object.entries(pairs))
    for (const [name, entry] of Object.entries(predictions))
      yield* pairChecks(`g_metrics · ${image} · ${name}`, at(`${image}_gt.png`), at(entry.pred_png), entry);
  for (const { name, mse, ssim_as_code, ssim_conventional_2d_range1 } of similarity.per_image) {
    const images = () => Promise.all([readRgb(at(`${name}_simA.png`)), readRgb(at(`${name}_simB.png`))]);
    for (const [what, measure, expected] of [
      ['MSE', meanSquaredError, mse],
      ['SSIM', ssim, ssim_conventional_2d_range1],
      ['SSIM as the reference computes it', referenceSsim, ssim_as_code],
    ] as const)
      yield await measured(`g_metrics · ${name} · ${what}`, EXACT_SHARE, async () =>
        Math.abs(measure(...(await images())) - expected),
      );
  }
};

async function* pairChecks(
  name: string,
  truthFile: string,
  predictedFile: string,
  entry: PairEntry,
): AsyncGenerator<ParityCheck> {
  const isRaw = entry.mode.startsWith('raw');
  const pictures = () => Promise.all([readRgb(truthFile), readRgb(predictedFile)]);
  const masks = async () => {
    const [truth, predicted] = await pictures();
    return [
      masksOfPicture(truth),
      isRaw
        ? masksOfRawMap(predicted, { threshold: 100, boundaryThreshold: 100, smallestPx: 50 })
        : masksOfPicture(predicted),
    ] as const;
  };
  yield await measured(`${name} · pixel scores and AJI`, EXACT_SHARE, async () => {
    const scores = segmentationScores(...(await masks()), { asReference: true });
    const { Positive, Negative, Mean } = entry.per_class;
    return Math.max(
      largestDifference(listed(scores.positive), expected(Positive)),
      largestDifference(listed(scores.negative), expected(Negative)),
      largestDifference(listed(scores.mean), expected(Mean)),
      Math.abs(scores.positive.aji! - entry.AJI_positive),
      Math.abs(scores.negative.aji! - entry.AJI_negative),
    );
  });
  const { components_pos_neg: counts, Diff_IHC_Score: difference, mask_sha256: hashes } = entry;
  if (counts && difference !== undefined)
    yield await measured(`${name} · components and IHC difference`, EXACT_SHARE, async () => {
      const [truth, predicted] = await pictures();
      const [trueCells, found] = [cellsOfPicture(truth), cellsOfPicture(predicted)];
      const listed = [trueCells, found].flatMap(({ positive, negative }) => [positive, negative]);
      return Math.max(
        largestDifference(listed, [...counts.gt, ...counts.mask]),
        Math.abs(ihcDifference(trueCells, found) - difference),
      );
    });
  if (hashes)
    yield await measured(`${name} · masks of the raw map`, 0, async () => {
      const [, { positive, negative }] = await masks();
      const sha = (mask: Uint8Array) =>
        createHash('sha256')
          .update(mask.map((value) => 255 * value))
          .digest('hex');
      return Number(sha(positive) !== hashes.positive) + Number(sha(negative) !== hashes.negative);
    });
}

function listed({ precision, recall, f1, dice, iou, pixelAccuracy }: PixelScores): number[] {
  return [precision, recall, f1, dice, iou, pixelAccuracy];
}

function expected({ precision, recall, f1, Dice, IOU, PixAcc }: Scores): number[] {
  return [precision, recall, f1, Dice, IOU, PixAcc].map((percent) => percent / 100);
}
