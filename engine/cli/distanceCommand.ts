// `deepliif distance`: how far the images of two folders lie from each other as sets, such as real and synthetic ones.

import { InvalidArgumentError, Option, type Command } from 'commander';
import { distanceByNetwork, distanceByStyle, type FolderDistance } from '../imageSets/folderDistance.js';
import { imagesOfSets } from '../imageSets/setImages.js';
import { EngineError } from '../protocol/errors.js';
import { wholeNumber } from './numbers.js';
import { interruptible, openTerminal } from './terminal.js';

/** Input of Inception-v3, and the largest that is taken. */
const INCEPTION_PX = 299;
const LARGEST_PX = 2048;
const MOST_IMAGES = 50_000;

interface DistanceFlags {
  readonly features?: string;
  readonly model?: string;
  readonly size: number;
  readonly layout: 'nchw' | 'nhwc';
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly output?: string;
  readonly logits?: string;
  readonly most: number;
  readonly json?: true;
}

export function addDistanceCommand(program: Command): void {
  program
    .command('distance')
    .summary('compare two folders of images as sets')
    .description(
      'Fréchet distance between the images of two folders. With --features it is the FID of that network (Inception-v3 for ' +
        'the numbers of the literature), with --logits also the inception score of each folder. Without, features of style ' +
        'are compared, or those of a layer of --model: distance and score have other names then, since they cannot be compared ' +
        'with FID and inception score.',
    )
    .argument('<folder-a>', 'folder of images, with its sub-folders')
    .argument('<folder-b>', 'folder of other images')
    .option('--features <file>', 'network that makes features of an image, as one ONNX file')
    .addOption(new Option('--model <dir>', 'model whose layer makes the features').conflicts('features'))
    .optionsGroup('Network of --features:')
    .option('--size <px>', 'side to which images are resized', wholeNumber(8, LARGEST_PX), INCEPTION_PX)
    .addOption(new Option('--layout <order>', 'order of its input').choices(['nchw', 'nhwc']).default('nchw'))
    .option('--mean <r,g,b>', 'subtracted from the levels, which are 0 to 1', parseThree, [0.5, 0.5, 0.5])
    .option('--std <r,g,b>', 'divides them afterwards', parseDivisors, [0.5, 0.5, 0.5])
    .option('--output <name>', 'output with the features (default: the first one)')
    .option('--logits <name>', 'output with the logits of the classes, for the inception score')
    .optionsGroup('Images and output:')
    .option('--most <n>', 'limit on images of a folder', wholeNumber(2, MOST_IMAGES), 10_000)
    .option('--json', 'print one JSON document instead of text')
    .action((a: string, b: string, flags: DistanceFlags) => run(a, b, flags));
}

function parseThree(text: string): readonly number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.length === 1) numbers.push(numbers[0]!, numbers[0]!);
  if (text.trim() === '' || numbers.length !== 3 || !numbers.every(Number.isFinite))
    throw new InvalidArgumentError(`expected three numbers, such as 0.485,0.456,0.406, got "${text}".`);
  return numbers;
}

function parseDivisors(text: string): readonly number[] {
  const numbers = parseThree(text);
  if (!numbers.every((value) => value > 0))
    throw new InvalidArgumentError(`expected numbers above 0, got "${text}".`);
  return numbers;
}

async function run(a: string, b: string, flags: DistanceFlags): Promise<void> {
  if (flags.features === undefined && (flags.logits ?? flags.output) !== undefined)
    throw new EngineError('usage', 'Outputs are those of a network: give its file as --features.');
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const sets = [
      await imagesOfSets([a], flags.most, control),
      await imagesOfSets([b], flags.most, control),
    ] as const;
    const { features, model, size, layout, mean, std, output, logits } = flags;
    const found =
      features === undefined
        ? await distanceByStyle(sets, model, control)
        : await distanceByNetwork(
            sets,
            { file: features, sidePx: size, layout, mean, deviation: std, output, logits },
            control,
          );
    terminal.end();
    for (const note of new Set([...sets.flatMap(({ notes }) => notes), ...found.notes])) terminal.note(note);
    for (const { path, reason } of found.failures) terminal.note(`${path}: left out. ${reason}`);
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ schemaVersion: 1, folders: [a, b], ...found }, null, 1)}\n`
        : `${textOf(a, b, found).join('\n')}\n`,
    );
  });
}

function textOf(a: string, b: string, found: FolderDistance): string[] {
  const { title, scoreTitle, features, counts, distance, scores, warnings } = found;
  return [
    `${title}: ${distance.distance.toFixed(3)}`,
    `  of which between the means: ${distance.ofMeans.toFixed(3)}`,
    `  ${features} features; ${counts[0]} images of ${a}, ${counts[1]} of ${b}`,
    ...(scores ?? []).map(
      ({ mean, standardDeviation, splits }, i) =>
        `${scoreTitle}, ${i === 0 ? a : b}: ${mean.toFixed(3)} ± ${standardDeviation.toFixed(3)} (${splits} splits)`,
    ),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ];
}
