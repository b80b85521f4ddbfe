// Says which way the numbers of a run are good: small ones, except for measures of agreement.

const AGREEMENT = /(^|[/-])(dice|iou|aji|ssim|psnr|accuracy|precision|recall|f1|pq|correlation)$/;

/** "val/segmentation/dice" and "val/dapi/ssim" are; "total/generators" and "val/counts/rmse" are not. */
export function higherIsBetter(name: string): boolean {
  return AGREEMENT.test(name);
}

/** Whether `value` is better than the best so far: NaN never is, the first number always is, an equal one is not. */
export function isBetter(
  name: string,
  value: number | null | undefined,
  best: number | null | undefined,
): boolean {
  if (value === null || value === undefined || !Number.isFinite(value)) return false;
  if (best === null || best === undefined) return true;
  return higherIsBetter(name) ? value > best : value < best;
}
