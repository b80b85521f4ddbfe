// An evaluation as one document: what was compared, what each metric means, the numbers of each image and of all. The command
// line prints it, reports and panels show it.

/** Metric of an evaluation; a number of an image is found under its id. */
export interface Metric {
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  readonly group: MetricGroup;
  /** `share`: 0 … 1. `points`: percentage points. `count`: cells. */
  readonly unit: 'share' | 'points' | 'count' | 'number';
  readonly better: 'higher' | 'lower' | 'neither';
  /** Definition, with its source. */
  readonly definition: string;
}

export type MetricGroup = 'pixels' | 'nuclei' | 'detection' | 'counts' | 'pictures';

/** Numbers of one image by the ids of metrics; a metric that cannot be told of it is missing. */
export type ImageScores = Readonly<Record<string, number>>;

/** Mean of a metric over images, with its spread. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Spread of the sample, with n − 1; null for one value. */
  readonly standardDeviation: number | null;
  /** 95 % interval of the mean by the bootstrap; null for one value. */
  readonly interval: readonly [low: number, high: number] | null;
}

export interface Difference {
  /** Images that have the metric in both predictions. */
  readonly count: number;
  /** Mean of (second − first), with its interval. */
  readonly summary: Summary;
  /** Paired test (Wilcoxon's signed ranks), two-sided; null if all differences are 0. */
  readonly pairedPValue: number | null;
  /** Test of independent samples (rank sums), two-sided. */
  readonly rankSumPValue: number;
  /** Normality of the differences (Shapiro and Wilk); null if it cannot be tested. */
  readonly normalityPValue: number | null;
}

/**
 * `masks`: a picture in colours. `labels`: a number for each nucleus. `points`: centres of cells. `pictures`: modalities, and
 * nothing of cells.
 */
export type TruthKind = 'masks' | 'labels' | 'points' | 'pictures';

export interface EvaluationSettings {
  /** Folder of results, or of pictures of the original. */
  readonly prediction: string;
  /** Folder of truths. */
  readonly truth: string;
  /** Folder of other results of the same images. */
  readonly against?: string;
  /** Folder of grey pictures: points outside of what is not black do not count. */
  readonly outlines?: string;
  /** Largest distance of a found cell from its point. */
  readonly radiusPx: number;
  /** Pixel accuracy of a class that is missed is 0, as the reference has it. */
  readonly asReference?: boolean;
}

export const DEFAULT_RADIUS_PX = 10;

export interface EvaluatedImage {
  readonly name: string;
  readonly kind: TruthKind;
  readonly scores: ImageScores;
}

/** One set of predictions against the truth. */
export interface EvaluatedSet {
  /** Titles of the models that made the predictions. */
  readonly models: readonly string[];
  readonly images: readonly EvaluatedImage[];
  /** Images that could not be compared, and why. */
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
  /** Names of truths without a prediction, and of predictions without a truth. */
  readonly unpredicted: readonly string[];
  readonly untrue: readonly string[];
  /** Metric → summary over the images that have it. */
  readonly summary: Readonly<Record<string, Summary>>;
  /** Scores of all cells together, as if all images were one. */
  readonly pooled: ImageScores;
}

export interface EvaluationDocument extends EvaluatedSet {
  readonly schemaVersion: 1;
  readonly settings: EvaluationSettings;
  /** All metrics, in the order in which they are shown. */
  readonly metrics: readonly Metric[];
  readonly against?: EvaluatedSet;
  /** Metric → the other results − these, over images of both. */
  readonly differences?: Readonly<Record<string, Difference>>;
}

/**
 * Pictures of one image: the image, truth and prediction as outlines on it, nuclei in hues of log2 of their areas, and its
 * modalities, the true ones above the predicted ones.
 */
export type EvaluationPictureId = 'image' | 'outlines' | 'areas' | 'modalities';

export interface EvaluationPicture {
  readonly id: EvaluationPictureId;
  readonly mime: 'image/jpeg' | 'image/png';
  /** File of the picture. */
  readonly bytes: Uint8Array;
}

export interface EvaluationPictures {
  readonly pictures: readonly EvaluationPicture[];
  /** Pictures that cannot be shown, in words. */
  readonly missing: readonly string[];
}

export interface EvaluationPicturesParams {
  readonly settings: EvaluationSettings;
  /** Name of an evaluated image. */
  readonly image: string;
  /** True: the prediction of the other results. */
  readonly ofOther: boolean;
}

export interface EvaluationReportParams {
  readonly settings: EvaluationSettings;
  /** Absolute path of the file to write; it is replaced as a whole. */
  readonly file: string;
}

/** Metrics by which images are ranked and tables begin, the most telling first. */
const LEADING = [
  ...['dice.mean', 'detectionF1.mean', 'aji.any', 'detectionF1.any', 'dice.any', 'percentError'],
  ...['panopticQuality.any', 'aji.mean', 'ssim.mean'],
];

/** Metrics of a table with a row for each image; the others are in the summary and in the CSV file. */
const IN_TABLES = new Set([
  ...['dice.mean', 'dice.positive', 'dice.negative', 'dice.any', 'iou.mean', 'aji.mean', 'aji.any'],
  ...['panopticQuality.any', 'detectionF1.mean', 'detectionF1.positive', 'detectionF1.negative'],
  ...['detectionF1.any', 'percentError', 'predicted.positive', 'predicted.negative'],
  ...['true.positive', 'true.negative', 'mse.mean', 'ssim.mean'],
]);

type Shown = Pick<EvaluationDocument, 'metrics' | 'images'>;

/** Metrics that at least one image has. */
export function metricsOf({ metrics, images }: Shown): readonly Metric[] {
  return metrics.filter(({ id }) => images.some(({ scores }) => scores[id] !== undefined));
}

/** Metrics of the table of images, the one that ranks them first. */
export function tableMetrics(document: Shown): readonly Metric[] {
  const found = metricsOf(document).filter(({ id }) => IN_TABLES.has(id));
  const leading = leadingMetric(document);
  return leading ? [leading, ...found.filter(({ id }) => id !== leading.id)] : found;
}

/** Metric that ranks images: the first of the telling ones that most images have. */
export function leadingMetric({ metrics, images }: Shown): Metric | undefined {
  const countOf = (id: string) => images.filter(({ scores }) => scores[id] !== undefined).length;
  const most = Math.max(0, ...LEADING.map(countOf));
  const id = most === 0 ? undefined : LEADING.find((one) => countOf(one) === most);
  return metrics.find((metric) => metric.id === id);
}

/** Indices of the images, the worst first by a metric; images without it come last. */
export function worstFirst(
  { images }: Shown,
  { id, better }: Pick<Metric, 'id' | 'better'>,
): readonly number[] {
  const sign = better === 'lower' ? -1 : 1;
  const valueOf = (i: number) => {
    const value = images[i]!.scores[id];
    return value === undefined ? Infinity : sign * value;
  };
  const compared = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
  return [...images.keys()].sort((a, b) => compared(valueOf(a), valueOf(b)) || a - b);
}

/** Title for headings of columns: "Dice, mean", "Detection F1, any". */
export function shortTitle({ title }: Pick<Metric, 'title'>): string {
  return title.replace(
    /, (?:(mean) of both classes|(positive|negative) cells|cells of (any) class)$/,
    ', $1$2$3',
  );
}

/** A number as reports show it: shares with three digits, numbers with four, percentage points with one, counts without. */
export function valueText(value: number, { unit }: Pick<Metric, 'unit'>): string {
  return value.toFixed(decimalsOf(unit, Number.isInteger(value))).replace('-', '−');
}

/** Digits behind the point; means of counts have one. */
export function decimalsOf(unit: Metric['unit'], isWhole = false): number {
  if (unit === 'share') return 3;
  if (unit === 'number') return 4;
  return unit === 'count' && isWhole ? 0 : 1;
}

/** Rows of a table file: a heading, and one row for each image with all metrics that any has. */
export function evaluationRows(document: Shown): readonly (readonly (string | number | undefined)[])[] {
  const ids = metricsOf(document).map(({ id }) => id);
  return [
    ['image', ...ids],
    ...document.images.map(({ name, scores }) => [name, ...ids.map((id) => scores[id])]),
  ];
}

/** Command line that repeats an evaluation, for a POSIX shell. */
export function evaluationCommand(settings: EvaluationSettings): string {
  const { prediction, truth, against, outlines, radiusPx, asReference } = settings;
  return [
    ...['deepliif evaluate', `--pred ${quoted(prediction)}`, `--truth ${quoted(truth)}`],
    ...(against === undefined ? [] : [`--against ${quoted(against)}`]),
    ...(outlines === undefined ? [] : [`--outlines ${quoted(outlines)}`]),
    ...(radiusPx === DEFAULT_RADIUS_PX ? [] : [`--radius ${radiusPx}`]),
    ...(asReference ? ['--as-reference'] : []),
  ].join(' ');
}

function quoted(path: string): string {
  return /^[\w./:~+@%,=-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
