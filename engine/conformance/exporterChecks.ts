// Checks of exporters: results of every kind, names that need escaping, numbers that are unknown.

import type { Contribution } from '../protocol/plugins.js';
import { cellInputs } from './cellInputs.js';
import { functionChecks, inWords } from './functionChecks.js';
import { columnsOfCells, outlineOf, sampleCells, type SampleCell } from './sampleCells.js';

interface Sample {
  readonly name?: string;
  readonly mpp?: number | null;
  readonly maps?: readonly string[];
  /** Numbers are NaN, as of measurements that need what is unknown. */
  readonly isUnknown?: boolean;
}

const ODD_NAME = 'Müller & Söhne <1> "50%" 日本';

/** A result as exporters get it (exports/exportData). */
function exportInput(
  { needs = ['cells'] }: Contribution<'exporters'>,
  cells: readonly SampleCell[],
  { name = 'sample', mpp = 0.25, maps = ['Seg'], isUnknown = false }: Sample = {},
): readonly unknown[] {
  const columns = columnsOfCells(cells, { outlines: false });
  const numbers = (values: ArrayLike<number>) => Float64Array.from(values, (one) => (isUnknown ? NaN : one));
  const texts = (text: (i: number) => string) => cells.map((_, i) => text(i));
  const positive = columns.positive.reduce((sum, one) => sum + one, 0);
  const scoring = {
    ...{ num_total: cells.length, num_pos: positive, num_neg: cells.length - positive },
    percent_pos: cells.length === 0 ? 0 : Math.round((1000 * positive) / cells.length) / 10,
    ...{ seg_thresh: 120, size_thresh: 20, size_thresh_upper: null, marker_thresh: null },
  };
  return [
    {
      name,
      scores: {
        ...{ schemaVersion: 1, engineVersion: '0.1.0', result: { name } },
        image: {
          name: `${name}.png`,
          sha256: '0'.repeat(64),
          widthPx: 640,
          heightPx: 480,
          micrometresPerPixel: mpp,
        },
        maps: Object.fromEntries(maps.map((map) => [map, { scoring }])),
      },
      maps: maps.map((map) => ({
        name: map,
        columns: [
          ['map', '', 'Segmentation map.', texts(() => map)],
          ['cell', '', 'Number of the cell.', Float64Array.from(cells.keys())],
          [
            'id',
            '',
            'Id of the cell.',
            texts((i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`),
          ],
          ['class', '', 'Class.', texts((i) => (columns.positive[i] === 1 ? 'positive' : 'negative'))],
          ['corrected', '', 'Set by hand.', texts(() => 'no')],
          ['x', 'px', 'Column of the centroid.', columns.x],
          ['y', 'px', 'Row of the centroid.', columns.y],
          ['area_px', 'px', 'Pixels.', columns.areaPx],
          ['od_mean', '', 'Mean optical density.', numbers(columns.intensities.od_mean!)],
        ].map(([column, unit, meaning, values]) => ({ name: column, unit, meaning, values })),
        ...(needs.includes('outlines')
          ? { outlines: cells.map((cell) => Float32Array.from(outlineOf(cell))) }
          : {}),
      })),
    },
  ];
}

const ENDING = /^\.[A-Za-z0-9._-]{1,40}$/;
const MARKUP = /\.(svg|xml|html?|xhtml)$/i;
const JSON_TEXT = /\.(json|geojson)$/i;

interface ExportedPart {
  readonly ending: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

function fileFault(value: unknown, { ending, title }: Contribution<'exporters'>): string | undefined {
  const files = filesOf(value, ending);
  if (!files)
    return `gave ${inWords(value)} instead of a text, a Uint8Array or { files: [{ ending, text }] }`;
  if (files.length === 0) return 'gave no files';
  const endings = files.map((file) => String(file.ending).toLowerCase());
  if (new Set(endings).size < endings.length) return 'gave two files of the same ending';
  if (!endings.includes(ending.toLowerCase())) return `gave no file with its ending ${ending}`;
  for (const file of files) {
    if (!ENDING.test(file.ending)) return `gave a file with the ending "${file.ending}"`;
    if ((file.text === undefined) === (file.bytes === undefined))
      return `gave a file ${file.ending} that has not exactly one of "text" and "bytes"`;
    if (file.bytes !== undefined && !(file.bytes instanceof Uint8Array))
      return `gave ${inWords(file.bytes)} as "bytes" of ${file.ending}`;
    const fault = file.text === undefined ? undefined : textFault(file.text, file.ending, title);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function filesOf(value: unknown, ending: string): readonly ExportedPart[] | undefined {
  if (typeof value === 'string') return [{ ending, text: value }];
  if (value instanceof Uint8Array) return [{ ending, bytes: value }];
  const { files } = (value ?? {}) as { readonly files?: unknown };
  return Array.isArray(files) ? (files as readonly ExportedPart[]) : undefined;
}

function textFault(text: unknown, ending: string, title: string): string | undefined {
  if (typeof text !== 'string') return `gave ${inWords(text)} as "text" of ${ending}`;
  if (Buffer.from(text, 'utf8').toString('utf8') !== text)
    return `gave half a character in ${ending}, which UTF-8 cannot write`;
  if (MARKUP.test(ending) && text.includes(ODD_NAME))
    return `wrote ${JSON.stringify(ODD_NAME)} into ${ending} as it is, so that "<1>" is a tag`;
  if (!JSON_TEXT.test(ending)) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `wrote JSON that ${title} cannot be read from: ${error instanceof Error ? error.message : ''}`;
  }
}

const WHAT =
  'Return a text, a Uint8Array, or { files: [{ ending, text }, { ending, bytes }] } with one file of the declared ending.';

const input = cellInputs<'exporters', Sample>({ advice: WHAT, args: exportInput, faultOf: fileFault });

const many = sampleCells(60);

export const exporterChecks = functionChecks<'exporters'>({
  kind: 'exporters',
  method: 'write',
  mostMs: 10_000,
  inputs: [
    input('many-cells', 'Writes a result with cells', many),
    input('no-cells', 'Writes a result whose map has no cells', []),
    input(
      'no-map',
      'Writes a result without segmentation maps',
      [],
      { maps: [] },
      'input.maps may be empty: loop over it, and do not take maps[0] for granted.',
    ),
    input('two-maps', 'Writes a result with two maps', many, { maps: ['Seg', 'Seg2'] }),
    input(
      'odd-name',
      'Writes a result whose name has quotes, umlauts, < and &',
      many,
      { name: ODD_NAME },
      'Escape names: &lt; &amp; &quot; in SVG, XML and HTML, JSON.stringify in JSON, quotes in CSV.',
    ),
    input(
      'unknown-numbers',
      'Writes numbers that are unknown',
      many,
      { isUnknown: true, mpp: null },
      'A column holds NaN where a number is unknown: JSON has null for it, a table an empty field.',
    ),
    input('ten-thousand', 'Writes 10,000 cells', sampleCells(10_000)),
  ],
});
