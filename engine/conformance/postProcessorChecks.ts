// Checks of post-processors: tiles of all sizes, empty and full maps, and the seam between two tiles.

import { contributionsOf } from '../plugins/contributionWords.js';
import type { Contribution } from '../protocol/plugins.js';
import { faultsOfEach, type Check } from './checks.js';
import { functionChecks, inWords, type Input } from './functionChecks.js';
import { noise, sampleCells } from './sampleCells.js';

type PostProcessor = Contribution<'postProcessors'>;

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Map with nuclei: red or blue rectangles with green borders on black. */
function sampleMap(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  sampleCells(300).forEach((cell, i) => {
    for (let y = cell.y; y < Math.min(height, cell.y + cell.height); y++)
      for (let x = cell.x; x < Math.min(width, cell.x + cell.width); x++) {
        const isBorder = x === cell.x || y === cell.y || x === cell.x + cell.width - 1;
        data[3 * (y * width + x) + (isBorder ? 1 : i % 2 === 0 ? 0 : 2)] = 255;
      }
  });
  return { width, height, data };
}

function filled(width: number, height: number, value: number): Picture {
  return { width, height, data: new Uint8Array(width * height * 3).fill(value) };
}

function processInput(
  { needs = [] }: PostProcessor,
  map: Picture,
  pictures: Readonly<Record<string, Uint8Array>>,
  mpp: number | null,
): readonly unknown[] {
  const { width, height, data } = map;
  const others = needs.filter((name) => name !== 'ihc' && name !== 'segmentation');
  return [
    {
      ...{ width, height, mpp, map: data, ihc: pictures.ihc! },
      pictures: Object.fromEntries(others.map((name) => [name, pictures.other!])),
    },
  ];
}

function picturesOf({ width, height }: Picture): Readonly<Record<string, Uint8Array>> {
  return { ihc: noise(width * height * 3, 1), other: noise(width * height * 3, 2) };
}

const WHAT = 'Return a Uint8Array of width × height × 3 values: red, green, blue of each pixel, row by row.';

function input(
  name: string,
  title: string,
  map: Picture,
  mpp: number | null = 0.25,
): Input<'postProcessors'> {
  return {
    ...{ name, title, advice: WHAT },
    args: (contribution) => processInput(contribution, map, picturesOf(map), mpp),
    faultOf: (value) => mapFault(value, map),
  };
}

function mapFault(value: unknown, { width, height }: Picture): string | undefined {
  if (!(value instanceof Uint8Array)) return `gave ${inWords(value)} instead of a Uint8Array`;
  const expected = width * height * 3;
  return value.length === expected
    ? undefined
    : `gave ${value.length} values for ${width} × ${height} pixels instead of ${expected}`;
}

const TILE = { width: 192, height: 96 };
/** Pixels near the seam may differ at chance, as of a watershed, but not many. */
const EQUAL_SHARE = 0.99;

export const postProcessorChecks: readonly Check[] = [
  ...functionChecks<'postProcessors'>({
    kind: 'postProcessors',
    method: 'process',
    mostMs: 10_000,
    inputs: [
      input('tile', 'Changes a tile', sampleMap(TILE.width, TILE.height)),
      input('empty-map', 'Answers for a map without nuclei', filled(64, 64, 0)),
      input('full-map', 'Answers for a map of full colours', filled(64, 64, 255)),
      input('one-pixel', 'Answers for a tile of one pixel', filled(1, 1, 200)),
      input('narrow', 'Answers for a tile that is narrower than its overlap', sampleMap(3, 64)),
      input('no-scale', 'Answers without micrometres per pixel', sampleMap(64, 48), null),
      input('large', 'Changes a tile of 1024 pixels', sampleMap(1024, 1024)),
    ],
  }),
  {
    id: 'post-processor-seam',
    group: 'post-processor',
    title: 'Gives equal pixels in neighbouring tiles',
    advice:
      'Look no further around a pixel than "overlapPx", or raise it: maps are processed in tiles with that margin, and what ' +
      'differs shows as a seam.',
    find: (tested) =>
      tested.hasCode
        ? faultsOfEach(contributionsOf(tested.plugin, 'postProcessors'), async (contribution) => {
            const { overlapPx = 0, id, title } = contribution;
            const whole = sampleMap(TILE.width + 2 * overlapPx, TILE.height);
            const pictures = picturesOf(whole);
            const width = TILE.width / 2 + overlapPx;
            const cut = (data: Uint8Array) => leftOf(data, whole.width, width);
            const part = { width, height: whole.height, data: cut(whole.data) };
            const cutPictures = { ihc: cut(pictures.ihc!), other: cut(pictures.other!) };
            const call = (name: string, args: readonly unknown[]) =>
              tested.call({ kind: 'postProcessors', id, name, method: 'process', args });
            const one = await call('seam-whole', processInput(contribution, whole, pictures, 0.25));
            const two = await call('seam-part', processInput(contribution, part, cutPictures, 0.25));
            if (one.end !== 'answered' || two.end !== 'answered') return undefined;
            if (mapFault(one.value, whole) ?? mapFault(two.value, part)) return undefined;
            const kept = width - overlapPx;
            const left = leftOf(one.value as Uint8Array, whole.width, kept);
            const right = leftOf(two.value as Uint8Array, width, kept);
            const different = left.filter((value, i) => value !== right[i]).length;
            return different <= (1 - EQUAL_SHARE) * left.length
              ? undefined
              : `${title}: ${different} of ${left.length} values differ between a tile and a larger one`;
          })
        : undefined,
  },
];

/** First columns of an RGB picture. */
function leftOf(data: Uint8Array, width: number, kept: number): Uint8Array {
  const height = data.length / 3 / width;
  const part = new Uint8Array(kept * height * 3);
  for (let y = 0; y < height; y++)
    part.set(data.subarray(3 * y * width, 3 * (y * width + kept)), 3 * y * kept);
  return part;
}
