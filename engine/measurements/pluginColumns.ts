// Columns of numbers that plug-ins measured, one number per cell, in measurements.json beside the means. They hold
// everything that tables show of them, so the plug-in may be gone. A cell's place in a column is its place in the file of
// cells.

import { EngineError } from '../protocol/errors.js';
import { storedPluginName, type PluginName } from '../protocol/pluginResults.js';
import { list, matching, ShapeError, stored, text, type Shape } from '../protocol/shape.js';

export interface PluginColumn {
  /** Id of the measurement, and name of the column in tables: "solidity". */
  readonly id: string;
  readonly title: string;
  /** Empty for numbers without a unit. */
  readonly unit: string;
  readonly meaning: string;
  /** Name among QuPath's measurements. */
  readonly quPathName?: string;
  readonly plugin: PluginName;
  /** NaN: unknown. */
  readonly values: Float64Array;
}

/** Significant digits that are stored. */
const DIGITS = 7;
const MOST_COLUMNS = 1000;

const word = text({ most: 300 });
const described = stored(
  {
    id: matching(/^[a-z][a-z0-9_-]{0,63}$/, 'an id'),
    title: word,
    unit: word,
    meaning: text({ most: 2000 }),
    plugin: storedPluginName,
  },
  { quPathName: word },
);

/** JSON of the columns, one per line; null stands for an unknown number. */
export function pluginColumnsText(columns: readonly PluginColumn[]): string {
  const lines = columns.map(({ values, ...about }) => {
    const numbers = Array.from(values, (value) => (Number.isNaN(value) ? 'null' : storedNumber(value)));
    return `${JSON.stringify(about).slice(0, -1)},"values":[${numbers.join(',')}]}`;
  });
  return `[\n${lines.join(',\n')}\n]`;
}

/** The number with the digits that are stored. */
export function storedNumber(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/**
 * Columns of parsed JSON of unknown origin; none if the file has none.
 *
 * @throws EngineError `usage` for another form, or another number of cells
 */
export function readPluginColumns(json: unknown, cells: number): readonly PluginColumn[] {
  const { contributed } = (json ?? {}) as { readonly contributed?: unknown };
  if (contributed === undefined) return [];
  try {
    const columns = list(columnOf(cells), MOST_COLUMNS)(contributed, 'contributed');
    return columns.filter(({ id }, at) => columns.findIndex((other) => other.id === id) === at);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new EngineError(
      'usage',
      `The file of measurements is damaged: ${error.message} Score the result again.`,
    );
  }
}

function columnOf(cells: number): Shape<PluginColumn> {
  return (value, where) => {
    const about = described(value, where);
    const { values } = value as { readonly values?: unknown };
    if (!Array.isArray(values) || values.length !== cells)
      throw new ShapeError(`${where}.values: a list of ${cells} numbers expected, one for each cell.`);
    const numbers = new Float64Array(cells);
    values.forEach((one: unknown, i) => {
      if (one !== null && (typeof one !== 'number' || !Number.isFinite(one)))
        throw new ShapeError(`${where}.values[${i}]: a number or null expected.`);
      numbers[i] = one ?? NaN;
    });
    return { ...about, values: numbers };
  };
}
