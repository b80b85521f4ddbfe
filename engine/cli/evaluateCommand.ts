// `deepliif evaluate`: predictions against their truth, with every number that the truth allows.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { compareSets } from '../assessment/compareSets.js';
import { unwritable } from '../files/unwritable.js';
import {
  DEFAULT_RADIUS_PX,
  evaluationRows,
  type EvaluatedSet,
  type EvaluationDocument,
  type EvaluationSettings,
  type Metric,
  type Summary,
} from '../protocol/evaluations.js';
import type { Control } from '../protocol/progress.js';
import { csvLines } from '../runlog/csvLines.js';
import { addPluginOption } from './pluginOption.js';
import { positiveNumber } from './numbers.js';
import { interruptible, openTerminal, type Terminal } from './terminal.js';

interface EvaluateFlags {
  readonly pred: string;
  readonly truth: string;
  readonly against?: string;
  readonly outlines?: string;
  readonly radius: number;
  readonly asReference?: true;
  readonly report?: string;
  readonly pictures?: string;
  readonly csv?: string;
  readonly json?: true;
}

export function addEvaluateCommand(program: Command): void {
  const command = program
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
    .option('--report <file>', 'write a report with pictures as one HTML file')
    .option(
      '--pictures <dir>',
      'write a picture per image: cells in hues of log2 of predicted over true area',
    )
    .option('--csv <file>', 'write a table with a row per image')
    .option('--json', 'print one JSON document instead of text')
    .action((flags: EvaluateFlags) => run(flags));
  addPluginOption(command);
}

async function run(flags: EvaluateFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const document = await compareSets(settingsOf(flags), control);
    noteLeftOut(document, flags.pred, document.settings.truth, terminal);
    if (document.against) noteLeftOut(document.against, flags.against!, document.settings.truth, terminal);
    if (flags.csv !== undefined) await writeCsv(resolve(flags.csv), document);
    await writePictures(document, flags, terminal, control);
    process.stdout.write(
      flags.json
        ? `${JSON.stringify(document, null, 1)}\n`
        : `${[...textOf(document), ...differenceText(document)].join('\n')}\n`,
    );
  });
}

function settingsOf({
  pred,
  truth,
  against,
  outlines,
  radius,
  asReference,
}: EvaluateFlags): EvaluationSettings {
  return {
    ...{ prediction: pred, truth, radiusPx: radius },
    ...(against === undefined ? {} : { against }),
    ...(outlines === undefined ? {} : { outlines }),
    ...(asReference ? { asReference } : {}),
  };
}

function noteLeftOut(set: EvaluatedSet, folder: string, truth: string, terminal: Terminal): void {
  const { unpredicted, untrue, failures } = set;
  if (unpredicted.length > 0) terminal.note(`${folder}: has no prediction of ${unpredicted.join(', ')}`);
  if (untrue.length > 0) terminal.note(`${truth}: has no truth of ${untrue.join(', ')}`);
  for (const { name, reason } of failures) terminal.note(`${name}: left out. ${reason}`);
}

/** Writes the report and the pictures that the flags ask for. */
async function writePictures(
  document: EvaluationDocument,
  { report, pictures }: EvaluateFlags,
  terminal: Terminal,
  control: Control,
): Promise<void> {
  if (report !== undefined) {
    const { writeEvaluationReport } = await import('../assessment/evaluationReport.js');
    const file = resolve(report);
    await writeEvaluationReport(file, document, control);
    terminal.note(`report written\n  → ${file}`);
  }
  if (pictures !== undefined) {
    const { writeAreaPictures } = await import('../assessment/areaFiles.js');
    const folder = resolve(pictures);
    const without = await writeAreaPictures(folder, document, control);
    if (without.length > 0) terminal.note(`no picture, since points have no areas: ${without.join(', ')}`);
    terminal.note(`${document.images.length - without.length} pictures of areas\n  → ${folder}`);
  }
}

function textOf({ metrics, images, models, summary, pooled }: EvaluationDocument): string[] {
  const title = `${images.length} images${models.length > 0 ? ` of ${models.join(', ')}` : ''}`;
  const rows = metrics.flatMap((metric) => {
    const found = summary[metric.id];
    return found ? [rowOf(metric, found, pooled[metric.id])] : [];
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

function differenceText({ metrics, differences }: EvaluationDocument): string[] {
  if (!differences) return [];
  const rows = metrics.flatMap(({ id, title }) => {
    const difference = differences[id];
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

async function writeCsv(file: string, document: EvaluationDocument): Promise<void> {
  await writeFile(file, [...csvLines(evaluationRows(document))].join('')).catch((error: unknown) => {
    throw unwritable(file, error);
  });
}
