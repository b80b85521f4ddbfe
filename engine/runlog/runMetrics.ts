// Direction of the metrics of a run, from the words of their names. Other programs choose names as they like:
// "epoch_accuracy", "val_dice", "eval/mAP", "DiceLoss".

/** The better values: large ones for measures of agreement, small ones for losses and errors. */
export type Direction = 'higher' | 'lower';

const AGREEMENT = new Set(
  (
    'dice dsc dicescore iou miou jaccard jac aji pq sq rq dq ssim msssim psnr snr accuracy acc precision prec ppv npv recall ' +
    'sensitivity specificity tpr tnr f1 fscore fmeasure f1score auc auroc roc rocauc auprc prauc map ap mar kappa qwk ' +
    'mcc r2 correlation corr pearson pearsonr spearman spearmanr pcc ncc ccc cindex concordance similarity agreement ' +
    'ndcg mrr bleu rouge meteor cider reward elbo'
  ).split(' '),
);

const ERROR = new Set(
  (
    'loss losses error errors err mse rmse mae mape nmse nrmse l1 l2 smoothl1 huber bce ce xent crossentropy entropy nll kl ' +
    'kld divergence fid kid lpips perplexity ppl hausdorff hd asd assd distance dist fpr fnr fdr wer cer eer ece brier ' +
    'regret penalty difference residual cost'
  ).split(' '),
);

/** Terms and totals of our own runs: "dapi/gan", "val/total/generators". */
const OWN_LOSS =
  /(^|\/)([a-z0-9-]+\/(gan|l1|cycle|perceptual|distillation|cross-entropy|dice-loss|d-real|d-fake)|total\/(generators|discriminators))$/;

/** Words that make the values of all measures after them losses: "loss/dice" may be 1 - Dice. */
const LOSS = new Set(['loss', 'losses', 'error', 'errors']);

/** The better values of "val/segmentation/dice" are the higher ones; undefined for a name that says nothing about it. */
export function directionOf(name: string): Direction | undefined {
  if (OWN_LOSS.test(name)) return 'lower';
  const words = wordsOf(name);
  const last = words.findLastIndex((word) => AGREEMENT.has(word) || ERROR.has(word));
  if (last < 0) return undefined;
  if (ERROR.has(words[last]!)) return 'lower';
  return words.slice(0, last).some((word) => LOSS.has(word)) ? undefined : 'higher';
}

/**
 * Words in lower case, between separators and at capitals. A part that is a known word as a whole stays whole: "mAP",
 * "IoU". Numbers at the end are cut off, except where they belong to the word: "mAP50", "f1".
 */
function wordsOf(name: string): readonly string[] {
  const parts = name.replaceAll(/([rf])[\s_-]?([12])(?![0-9])/gi, '$1$2').split(/[^\p{L}\p{N}]+/u);
  return parts.flatMap((part) => {
    const whole = known(part);
    if (whole !== undefined) return [whole];
    const pieces = part.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
    return pieces.map((piece) => known(piece) ?? piece.toLowerCase());
  });
}

function known(part: string): string | undefined {
  const word = part.toLowerCase();
  return [word, word.replace(/\d+$/, '')].find((one) => AGREEMENT.has(one) || ERROR.has(one));
}

/** True if `value` is better than the best so far: NaN never is, the first number always is, an equal one is not. */
export function isBetter(
  direction: Direction,
  value: number | null | undefined,
  best: number | null | undefined,
): boolean {
  if (value === null || value === undefined || !Number.isFinite(value)) return false;
  if (best === null || best === undefined) return true;
  return direction === 'higher' ? value > best : value < best;
}
