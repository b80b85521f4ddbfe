// Direction of the metrics of a run: lower is better, except for measures of agreement.

const AGREEMENT = /(^|[/-])(dice|iou|aji|ssim|psnr|accuracy|precision|recall|f1|pq|correlation)$/;

/** True for "val/segmentation/dice" and "val/dapi/ssim"; false for "total/generators" and "val/counts/rmse". */
export function higherIsBetter(name: string): boolean {
  return AGREEMENT.test(name);
}

/** True if `value` is better than the best so far: NaN never is, the first number always is, an equal one is not. */
export function isBetter(
  name: string,
  value: number | null | undefined,
  best: number | null | undefined,
): boolean {
  if (value === null || value === undefined || !Number.isFinite(value)) return false;
  if (best === null || best === undefined) return true;
  return higherIsBetter(name) ? value > best : value < best;
}
