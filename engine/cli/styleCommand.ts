// `deepliif style`: which images look alike, by stains, light, detail and texture, as places in a plane.

import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { projectStyles } from '../imageSets/projectStyles.js';
import { readStyles } from '../imageSets/readStyles.js';
import { imagesOfSets } from '../imageSets/setImages.js';
import { writeStyleReport } from '../imageSets/styleReport.js';
import {
  METHOD_TITLES,
  MOST_STYLED_IMAGES,
  STYLE_GROUPS,
  STYLE_METHODS,
  type ImageStyles,
  type StyleGroup,
  type StyleMethod,
  type StylePlaces,
} from '../protocol/imageStyle.js';
import { writeCsv } from '../reading/csv.js';
import { wholeNumber } from './numbers.js';
import { interruptible, openTerminal } from './terminal.js';

type GroupedBy = 'folder' | 'marker';

interface StyleFlags {
  readonly by: GroupedBy;
  readonly method: StyleMethod;
  readonly features?: readonly StyleGroup[];
  readonly model?: string;
  readonly most: number;
  readonly csv?: string;
  readonly report?: string;
  readonly json?: true;
}

export function addStyleCommand(program: Command): void {
  program
    .command('style')
    .summary('show which images look alike')
    .description(
      'Measures the style of images (densities of hematoxylin and DAB, light, sharpness, noise, texture) and lays them out ' +
        'in a plane, so that images of one laboratory, scanner or protocol lie together. Images are read at 1024 px or ' +
        'less; compare images of one magnification. The same images give the same picture.',
    )
    .argument('<folder...>', 'folders of images, with their sub-folders')
    .addOption(new Option('--by <what>', 'groups of images').choices(['folder', 'marker']).default('folder'))
    .addOption(
      new Option('--method <id>', 'pca: large differences; tsne and umap: neighbours')
        .choices(STYLE_METHODS)
        .default('pca'),
    )
    .option(
      '--features <list>',
      `kinds of features: ${STYLE_GROUPS.join(',')} (default: all; deep ones need --model)`,
      parseGroups,
    )
    .option('--model <dir>', 'also deep features: means of a layer of this model')
    .option(
      '--most <n>',
      'limit on images; of more, evenly spread ones are taken',
      wholeNumber(2, MOST_STYLED_IMAGES),
      500,
    )
    .option('--csv <file>', 'write a table with a row per image: places and features')
    .option('--report <file>', 'write a page with the picture (HTML)')
    .option('--json', 'print one JSON document instead of text')
    .action((folders: string[], flags: StyleFlags) => run(folders, flags));
}

function parseGroups(text: string): readonly StyleGroup[] {
  const words = text.split(',').map((word) => word.trim());
  const wrong = words.find((word) => !STYLE_GROUPS.some((group) => group === word));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`expected some of ${STYLE_GROUPS.join(', ')}, got "${wrong}".`);
  return words as StyleGroup[]; // each is one of them
}

async function run(folders: readonly string[], flags: StyleFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const found = await imagesOfSets(folders, flags.most, control);
    const thumbnails = flags.report !== undefined;
    const styles = await readStyles(found, { model: flags.model, thumbnails }, control);
    for (const note of styles.notes) terminal.note(note);
    for (const { path, reason } of styles.failures) terminal.note(`${path}: left out. ${reason}`);
    const groups = styles.features.map(({ group }) => group);
    const { values } = styles;
    const use = flags.features ?? STYLE_GROUPS;
    const places = await projectStyles({ values, groups, use, method: flags.method }, control);
    terminal.end();
    if (flags.csv !== undefined) await writeCsv(resolve(flags.csv), rowsOf(styles, places));
    if (flags.report !== undefined) await writeStyleReport(resolve(flags.report), styles, places, flags.by);
    process.stdout.write(
      flags.json
        ? `${JSON.stringify(jsonOf(styles, places, flags.by), null, 1)}\n`
        : `${textOf(styles, places, flags.by).join('\n')}\n`,
    );
  });
}

function* rowsOf({ images, features, values }: ImageStyles, { places }: StylePlaces) {
  yield ['image', 'folder', 'marker', 'x', 'y', ...features.map(({ id }) => id)];
  for (const [i, { path, folder, marker }] of images.entries()) {
    const own = values.subarray(i * features.length, (i + 1) * features.length);
    yield [path, folder, marker, places[2 * i], places[2 * i + 1], ...own];
  }
}

function jsonOf(
  { images, features, values, failures }: ImageStyles,
  { method, places, axes }: StylePlaces,
  by: GroupedBy,
) {
  return {
    schemaVersion: 1,
    method,
    ...(axes
      ? {
          axes: axes.map(({ explained, strongest }) => ({
            explained,
            strongest: strongest.map(({ column, weight }) => ({ feature: features[column]!.id, weight })),
          })),
        }
      : {}),
    features,
    images: images.map((image, i) => ({
      path: image.path,
      group: image[by],
      x: places[2 * i],
      y: places[2 * i + 1],
      values: [...values.subarray(i * features.length, (i + 1) * features.length)],
    })),
    failures,
  };
}

const NAME_LETTERS = 44;

function textOf(
  { images, features }: ImageStyles,
  { method, places, axes }: StylePlaces,
  by: GroupedBy,
): string[] {
  const groups = new Set(images.map((image) => image[by]));
  const explained = (axes ?? []).map(({ explained: share, strongest }, i) => {
    const named = strongest.map(({ column, weight }) => `${weight < 0 ? '−' : '+'}${features[column]!.id}`);
    return `  ${i === 0 ? 'x' : 'y'}: ${(100 * share).toFixed(1)} % of the variance; ${named.join(' ')}`;
  });
  const names = images.map(({ path }) =>
    path.length > NAME_LETTERS ? `…${path.slice(1 - NAME_LETTERS)}` : path,
  );
  const width = Math.max(...[...groups].map(({ length }) => length));
  return [
    `${METHOD_TITLES[method]} of ${images.length} images in ${groups.size} ${groups.size === 1 ? 'group' : 'groups'}`,
    ...explained,
    ...images.map((image, i) =>
      [
        names[i]!.padEnd(NAME_LETTERS),
        image[by].padEnd(width),
        places[2 * i]!.toFixed(2).padStart(9),
        places[2 * i + 1]!.toFixed(2).padStart(9),
      ].join(' '),
    ),
  ];
}
