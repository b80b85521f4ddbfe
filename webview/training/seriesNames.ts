// Names of series in words, and the section and the chart of each. Knows the names of our own runs ("dapi/l1",
// "val/segmentation/dice"), those of the reference's logs ("G_GAN_1") and the usual words of other programs.

import { directionOf } from '../../engine/runlog/runMetrics.js';
import { t } from '../ui/l10n.js';
import { SPEED_COLUMN, type TableName } from './curveStore.js';

/** Sections of the page, in the order in which they are shown: how well it learns before the details of it. */
export const SECTIONS = [
  'generators',
  'losses',
  'validation',
  'metrics',
  'discriminators',
  'segmentation',
  'validation-losses',
  'rates',
  'system',
  'other',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export interface SeriesName {
  readonly section: SectionId;
  /** Id of the chart, unique within all sections. */
  readonly chart: string;
  readonly title: string;
  /** Name in the chart's legend: "DAPI". */
  readonly label: string;
  /** Name that stands alone: "Generator loss (L1), DAPI". */
  readonly words: string;
}

const GENERATOR_TERMS: Readonly<Record<string, string>> = {
  total: t('Generator loss (total)'),
  gan: t('Generator loss (GAN)'),
  l1: t('Generator loss (L1)'),
  perceptual: t('Generator loss (perceptual)'),
  cycle: t('Generator loss (cycle)'),
  distillation: t('Generator loss (distillation)'),
  'cross-entropy': t('Generator loss (cross-entropy)'),
  'dice-loss': t('Generator loss (Dice)'),
};

const DISCRIMINATOR_TERMS: Readonly<Record<string, string>> = {
  total: t('Discriminator loss (total)'),
  'd-real': t('Discriminator loss (real)'),
  'd-fake': t('Discriminator loss (generated)'),
};

const SPELLED: Readonly<Record<string, string>> = {
  dapi: 'DAPI',
  lap2: 'LAP2β',
  ihc: 'IHC',
  iou: 'IoU',
  aji: 'AJI',
  ssim: 'SSIM',
  mse: 'MSE',
  psnr: 'PSNR',
  'count-rmse': t('Cell count error (RMSE)'),
  'ihc-difference': t('IHC score difference'),
};

/** Terms of the reference's logs, and ours. */
const REFERENCE_TERMS: Readonly<Record<string, string>> = {
  gan: 'gan',
  l1: 'l1',
  smoothl1: 'l1',
  vgg: 'perceptual',
  kldiv: 'distillation',
  real: 'd-real',
  fake: 'd-fake',
};

/** Modalities of the DeepLIIF model, by the number of their generator. */
const REFERENCE_MODALITIES = ['hematoxylin', 'dapi', 'lap2', 'marker'];

/** "dapi" → "DAPI", "pixel-accuracy" → "Pixel accuracy". */
export function capital(word: string): string {
  return SPELLED[word] ?? word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');
}

/** "dapi" → "DAPI", "hematoxylin" stays: a name within a sentence. */
function inSentence(word: string): string {
  return SPELLED[word] ?? word.replaceAll('-', ' ');
}

/** @param all names of all columns: the numbers of the reference's generators are modalities only if all four are there */
export function nameSeries(table: TableName, name: string, all: ReadonlySet<string> = new Set()): SeriesName {
  const bare = name.replace(/^val\//, '');
  const loss = lossOf(bare) ?? referenceLossOf(bare, all);
  if (table === 'validations') return loss ? validationLoss(loss) : score(bare);
  return loss ?? stepSeries(name);
}

/** A loss of our own runs; undefined for other names. */
function lossOf(name: string): SeriesName | undefined {
  const [, subject, term] = /^([^/]+)\/([^/]+)$/.exec(name) ?? [];
  if (subject === undefined) return undefined;
  if (subject === 'total') {
    if (term === 'generators') return named('generators', 'total', GENERATOR_TERMS.total!, '');
    return term === 'discriminators'
      ? named('discriminators', 'total', DISCRIMINATOR_TERMS.total!, '')
      : undefined;
  }
  return lossTerm(subject, term!, inSentence(subject));
}

function lossTerm(subject: string, term: string, label: string): SeriesName | undefined {
  const isTotal = term === 'total';
  const [generator, discriminator] = [GENERATOR_TERMS[term], DISCRIMINATOR_TERMS[term]];
  const title = generator ?? discriminator;
  if (title === undefined || isTotal) return undefined;
  const own = generator === undefined ? 'discriminators' : 'generators';
  return named(subject.startsWith('seg') ? 'segmentation' : own, term, title, label);
}

/** "G_GAN_1", "D_fake_S", "GS_L1_2" of the reference. */
function referenceLossOf(name: string, all: ReadonlySet<string>): SeriesName | undefined {
  const [, before, net, word, number] =
    /^(.*\/)?(GS?|DS?)_(GAN|L1|SmoothL1|VGG|KLDiv|real|fake)_(\d+|S)$/.exec(name) ?? [];
  if (net === undefined) return undefined;
  const isDeepLiif = all.has(`${before ?? ''}G_GAN_4`) || all.has(`${before ?? ''}G_L1_4`);
  const modality = isDeepLiif ? REFERENCE_MODALITIES[Number(number) - 1] : undefined;
  const known = modality === undefined ? t('modality {0}', number!) : inSentence(modality);
  // DeepLIIF's segmentation is "S", or the number after its modalities.
  const isWhole = number === 'S' || (number === '5' && isDeepLiif);
  const isSegmentation = isWhole || net.endsWith('S');
  const label = isWhole ? t('segmentation') : isSegmentation ? t('segmentation, {0}', known) : known;
  return lossTerm(isSegmentation ? 'seg' : 'modality', REFERENCE_TERMS[word!.toLowerCase()]!, label);
}

function named(section: SectionId, term: string, title: string, label: string): SeriesName {
  const words = label === '' ? title : `${title}, ${label}`;
  return {
    ...{ section, chart: `${section}/${term}`, words },
    title: section === 'segmentation' ? t('Segmentation · {0}', title) : title,
    label: label === '' ? t('total') : label,
  };
}

function validationLoss({ section, chart, title, label, words }: SeriesName): SeriesName {
  return {
    section: 'validation-losses',
    chart: `val/${section}/${chart}`,
    title: t('Validation · {0}', title),
    label,
    words: t('Validation · {0}', words),
  };
}

/** "<subject>/<metric>", "<subject>/<class>/<metric>": each metric has a scale and so a chart of its own. */
function score(name: string): SeriesName {
  const parts = name.split('/');
  const last = parts.at(-1)!;
  const [, count, unit] = /^(total|positive|negative)-(rmse)$/.exec(last) ?? [];
  const metric = unit === undefined ? last : 'count-rmse';
  const among = count ?? (parts.length > 2 ? parts[1] : undefined);
  const subject = parts.length > 1 ? inSentence(parts[0]!) : '';
  const rest = parts.length > 3 || (parts.length > 2 && !CLASSES[among!]) ? parts.slice(1, -1).join('/') : '';
  const label = [subject, rest === '' ? (CLASSES[among ?? ''] ?? '') : rest].filter((part) => part !== '');
  const title = t('Validation · {0}', capital(metric));
  return {
    section: directionOf(metric) === 'lower' && /loss/i.test(metric) ? 'validation-losses' : 'validation',
    chart: `val/${metric}`,
    title,
    label: label.length === 0 ? metric : label.join(', '),
    words: [title, ...label].join(', '),
  };
}

const CLASSES: Readonly<Record<string, string>> = {
  total: t('all cells'),
  positive: t('positive'),
  negative: t('negative'),
};

const RATE = /(^|[/_.-])(lr|learning[_ -]?rate)([/_.-]|\d|$)/i;
const SYSTEM = /^(system|sys|gpu|cpu|memory|mem|perf|performance|speed|time|throughput)([/_.-]|$)/i;

/** Rates, system and tags of other programs; a chart holds the tags of one prefix. */
function stepSeries(name: string): SeriesName {
  const [head, ...rest] = name.split('/');
  const label = rest.join('/') || name;
  if (head === 'rate')
    return {
      ...{ section: 'rates', chart: 'rate', title: t('Learning rate'), label: inSentence(label) },
      words: t('Learning rate, {0}', inSentence(label)),
    };
  if (name === SPEED_COLUMN)
    return {
      ...{ section: 'system', chart: 'speed', title: t('Throughput'), label: t('steps per second') },
      words: t('Throughput, steps per second'),
    };
  if (name === 'memory/process')
    return {
      ...{ section: 'system', chart: 'memory', title: t('Memory (MiB)'), label: t('training process') },
      words: t('Memory of the training process, MiB'),
    };
  const section = sectionOfTag(name);
  return { section, chart: `${section} ${head!}`, title: capital(head!), label, words: name };
}

function sectionOfTag(name: string): SectionId {
  if (RATE.test(name)) return 'rates';
  if (SYSTEM.test(name)) return 'system';
  const direction = directionOf(name);
  return direction === 'higher' ? 'metrics' : direction === 'lower' ? 'losses' : 'other';
}
