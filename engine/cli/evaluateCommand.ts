// `deepliif evaluate`: predictions against their truth, with every number that the truth allows.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { evaluate, type Evaluation } from '../assessment/evaluate.js';
import { findPairs } from '../assessment/pairs.js';
import { differencesOf, type Difference } from '../evaluation/overall.js';
import { METRICS, type Metric } from '../evaluation/metrics.js';
import { unwritable } from '../files/unwritable.js';
import type { Control } from '../protocol/progress.js';
import { csvLines } from '../runlog/csvLines.js';
import type { Summary } from '../statistics/bootstrap.js';
import { positiveNumber } from './numbers.js';
import { interruptible, openTerminal, type Terminal } from './terminal.js';

const DEFAULT_RADIUS_PX = 10;

interface EvaluateFlags {
  readonly pred: string;
  readonly truth: string;
  readonly against?: string;
  readonly outlines?: string;
  readonly radius: number;
  readonly asReference?: true;
  readonly csv?: string;
  readonly json?: true;
}

export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .summary('compare results with the truth')
    .description(
      'Compares results with their truth: pixels (Dice, IoU), nuclei (AJI, panoptic quality), detection (F1 within a radius) and the ' +
        'percentage of positive cells. A truth is a picture of masks (red positive, blue negative), a grey picture of labels, or a JSON ' +
        'list of points {x, y, label_id}; it has the name of the image. What it does not allow is left out.',
    )
    .requiredOption('--pred <dir>', 'folder of results, or of pictures named <image>_SegRefined.png')
    .requiredOption('--truth <dir>', 'folder of truths')
    .option('--against <dir>', 'folder of other results of the same images, to test the difference')
    .option('--outlines <dir>', 'folder of grey pictures: points outside of what is not black do not count')
    .option(
      '--radius <px>',
      'largest distance of a found cell from its point',
      positiveNumber,
      DEFAULT_RADIUS_PX,
    )
    .option('--as-reference', 'pixel accuracy of a class that is missed is 0, as in DeepLIIF')
    .option('--csv <file>', 'write a table with a row per image')
    .option('--json', 'print one JSON document instead of text')
    .action((flags: EvaluateFlags) => run(flags));
}

async function run(flags: EvaluateFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const of = (folder: string) => evaluated(folder, flags, terminal, control);
    const evaluation = await of(flags.pred);
    const other = flags.against === undefined ? undefined : await of(flags.against);
    const differences = other && differencesBetween(evaluation, other);
    if (flags.csv !== undefined) await writeCsv(resolve(flags.csv), evaluation);
    process.stdout.write(
      flags.json
        ? `${JSON.stringify(jsonOf(evaluation, other, differences), null, 1)}\n`
        : `${[...textOf(evaluation), ...(differences ? differenceText(differences) : [])].join('\n')}\n`,
    );
  });
}

async function evaluated(
  folder: string,
  flags: EvaluateFlags,
  terminal: Terminal,
  control: Control,
): Promise<Evaluation> {
  const { pairs, unpredicted, untrue } = await findPairs(folder, flags.truth, flags.outlines);
  if (unpredicted.length > 0) terminal.note(`${folder}: has no prediction of ${unpredicted.join(', ')}`);
  if (untrue.length > 0) terminal.note(`${flags.truth}: has no truth of ${untrue.join(', ')}`);
  const options = { radiusPx: flags.radius, ...(flags.asReference ? { asReference: true } : {}) };
  const evaluation = await evaluate(pairs, options, control);
  for (const { name, reason } of evaluation.failures) terminal.note(`${name}: left out. ${reason}`);
  return evaluation;
}

function differencesBetween(first: Evaluation, second: Evaluation): ReadonlyMap<string, Difference> {
  const byName = new Map(second.images.map(({ name, scores }) => [name, scores]));
  const common = first.images.filter(({ name }) => byName.has(name));
  return differencesOf(
    common.map(({ scores }) => scores),
    common.map(({ name }) => byName.get(name)!),
  );
}

function jsonOf(
  evaluation: Evaluation,
  other: Evaluation | undefined,
  differences: ReadonlyMap<string, Difference> | undefined,
) {
  const { images, failures, models, overall } = evaluation;
  const one = {
    models,
    images,
    failures,
    summary: Object.fromEntries(overall.summaries),
    pooled: overall.pooled,
  };
  return {
    schemaVersion: 1,
    metrics: METRICS,
    ...one,
    ...(other && differences
      ? {
          against: { models: other.models, images: other.images },
          differences: Object.fromEntries(differences),
        }
      : {}),
  };
}

function textOf({ images, models, overall }: Evaluation): string[] {
  const title = `${images.length} images${models.length > 0 ? ` of ${models.join(', ')}` : ''}`;
  const rows = METRICS.flatMap((metric) => {
    const summary = overall.summaries.get(metric.id);
    return summary ? [rowOf(metric, summary, overall.pooled[metric.id])] : [];
  });
  return [
    title,
    `${'mean over images'.padStart(62)}${'± SD'.padStart(9)}  95 % interval     all cells`,
    ...rows,
  ];
}

function rowOf(
  { title, unit }: Metric,
  { mean, standardDeviation, interval }: Summary,
  pooled?: number,
): string {
  const digits = unit === 'share' ? 3 : 1;
  const number = (value: number) => value.toFixed(digits);
  return [
    title.padEnd(50),
    number(mean).padStart(12),
    (standardDeviation === null ? '' : number(standardDeviation)).padStart(9),
    '  ',
    (interval ? `${number(interval[0])} – ${number(interval[1])}` : '').padEnd(17),
    (pooled === undefined ? '' : number(pooled)).padStart(10),
  ]
    .join('')
    .trimEnd();
}

function differenceText(differences: ReadonlyMap<string, Difference>): string[] {
  const rows = METRICS.flatMap(({ id, title }) => {
    const difference = differences.get(id);
    if (!difference) return [];
    const { summary, pairedPValue, rankSumPValue, normalityPValue } = difference;
    const p = (value: number | null) => (value === null ? '–' : value.toPrecision(2)).padStart(10);
    return [
      `${title.padEnd(50)}${summary.mean.toFixed(3).padStart(9)}${p(pairedPValue)}${p(rankSumPValue)}${p(normalityPValue)}`,
    ];
  });
  return [
    '',
    `${'Difference: the other results − these'.padEnd(50)}${'mean'.padStart(9)}${'paired p'.padStart(10)}${'rank sum'.padStart(10)}${'normality'.padStart(10)}`,
    ...rows,
  ];
}

async function writeCsv(file: string, { images }: Evaluation): Promise<void> {
  const ids = METRICS.map(({ id }) => id).filter((id) =>
    images.some(({ scores }) => scores[id] !== undefined),
  );
  const rows = images.map(({ name, scores }) => [name, ...ids.map((id) => scores[id])]);
  await writeFile(file, [...csvLines([['image', ...ids], ...rows])].join('')).catch((error: unknown) => {
    throw unwritable(file, error);
  });
}
