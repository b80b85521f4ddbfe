// Checks of measurements: cells of all sizes and numbers, with and without a magnification, pictures and stainings.

import type { Contribution } from '../protocol/plugins.js';
import { cellInputs } from './cellInputs.js';
import { functionChecks, inWords } from './functionChecks.js';
import {
  columnsOfCells,
  SAMPLE_HEIGHT,
  SAMPLE_WIDTH,
  sampleCells,
  samplePictures,
  type CellChoice,
  type SampleCell,
} from './sampleCells.js';

type Measurement = Contribution<'measurements'>;

interface Sample extends CellChoice {
  readonly mpp?: number | null;
  readonly width?: number;
  readonly height?: number;
}

function measureInput(
  { needs = [] }: Measurement,
  cells: readonly SampleCell[],
  { mpp = 0.25, width = SAMPLE_WIDTH, height = SAMPLE_HEIGHT, ...choice }: Sample = {},
): readonly unknown[] {
  const names = needs.filter((need) => need !== 'mpp' && need !== 'outline');
  return [
    {
      ...{ map: 'Seg', width, height, mpp },
      cellColumns: columnsOfCells(cells, { ...choice, outlines: needs.includes('outline') }),
      pictures: samplePictures(names, width, height),
    },
  ];
}

/** Fault of an answer for `count` cells. */
function numbersFault(value: unknown, count: number): string | undefined {
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && 'length' in value))
    return `gave ${inWords(value)} instead of a Float64Array or a list of numbers`;
  const list = value as ArrayLike<unknown>;
  if (list.length !== count) return `gave ${list.length} numbers for ${count} cells`;
  for (let i = 0; i < count; i++) {
    if (typeof list[i] !== 'number') return `gave ${inWords(list[i])} for cell ${i}`;
    if (Math.abs(list[i] as number) === Infinity) return `gave infinity for cell ${i}`;
  }
  return undefined;
}

const MANY = 60;
const LENGTH =
  'Return one number for each of input.cells, in their order; NaN for a cell whose number is unknown, never infinity.';

const input = cellInputs<'measurements', Sample>({
  advice: LENGTH,
  args: (contribution, cells, sample) => {
    const unscaled = sample?.mpp === null && contribution.needs?.includes('mpp');
    return unscaled ? undefined : measureInput(contribution, cells, sample);
  },
  faultOf: (value, _, cells) => numbersFault(value, cells.length),
});

const many = sampleCells(MANY);

export const measurementChecks = functionChecks<'measurements'>({
  kind: 'measurements',
  method: 'measure',
  mostMs: 5000,
  inputs: [
    input('many-cells', `Gives a number for each of ${MANY} cells`, many),
    {
      name: 'known-numbers',
      title: 'Gives numbers for ordinary cells, not only NaN',
      advice: 'Look at what it divides by. Cells of the test have an area, an outline, a box and a staining.',
      args: (contribution) => measureInput(contribution, many),
      faultOf: (value) =>
        numbersFault(value, MANY) ??
        (Array.from(value as ArrayLike<number>).every(Number.isNaN) ? `gave NaN for all cells` : undefined),
    },
    input('no-cells', 'Answers for an image without cells', [], {}, 'Return an empty list for no cells.'),
    input('one-cell', 'Answers for one cell', sampleCells(1)),
    input('order', 'Answers in the order of the cells', [...many].reverse()),
    input('not-counted', 'Measures cells that the thresholds leave out', many, { counted: false }),
    input(
      'no-scale',
      'Answers without micrometres per pixel',
      many,
      { mpp: null },
      'input.mpp is null for an image of unknown scale. Return NaN then, or write "mpp" into "needs".',
    ),
    input(
      'one-pixel',
      'Answers for cells of one pixel',
      Array.from({ length: 5 }, (_, i) => ({ x: 9 * i, y: 3, width: 1, height: 1, notch: 0 })),
    ),
    input('huge-cell', 'Answers for a cell as large as the image', [
      { x: 0, y: 0, width: SAMPLE_WIDTH, height: SAMPLE_HEIGHT, notch: 100 },
    ]),
    input('at-the-edge', 'Answers for cells at the edge of the image', [
      { x: 0, y: 0, width: 9, height: 5, notch: 2 },
      { x: SAMPLE_WIDTH - 7, y: SAMPLE_HEIGHT - 6, width: 7, height: 6, notch: 0 },
    ]),
    input(
      'no-staining',
      'Answers for cells of which no staining is known',
      many,
      { intensities: 'none' },
      'Names are absent from cell.intensities if nobody knows them: return NaN then.',
    ),
    input('some-staining', 'Answers if the staining of some cells is unknown', many, {
      intensities: 'unknown',
    }),
    input('ten-thousand', 'Answers for 10,000 cells', sampleCells(10_000), {
      height: 16_000,
      width: SAMPLE_WIDTH,
    }),
  ],
});
