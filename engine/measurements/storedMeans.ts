// measurements.json, measurements-Seg1.json …: means of cells that come from pixels, column by column, as whole numbers of
// small steps. A cell's place in a column is its place in the file of cells. Opening a result reads it after the cells.

import { EngineError } from '../protocol/errors.js';
import { pluginColumnsText, type PluginColumn } from './pluginColumns.js';
import { MEAN_IDS, MEAN_KINDS, type CellMeans, type MeanId } from './cellMeans.js';

/** Largest stored number: above every density and brightness. */
const MOST_STEPS = 1e6;

/** Text of the file: one column per line. */
export function meansText(
  means: CellMeans,
  cells: number,
  contributed: readonly PluginColumn[] = [],
): string {
  const columns = Object.entries(means).map(([id, values]) => {
    const { perUnit } = MEAN_KINDS[id as MeanId];
    const steps = Array.from(values, (value) => Math.round(value * perUnit));
    return `"${id}":{"perUnit":${perUnit},"values":[${steps.join(',')}]}`;
  });
  const others = contributed.length > 0 ? `,"contributed":${pluginColumnsText(contributed)}` : '';
  return `{"schemaVersion":1,"cells":${cells},"columns":{\n${columns.join(',\n')}\n}${others}}\n`;
}

/**
 * Reads parsed JSON of unknown origin. Columns of later versions are left out.
 *
 * @throws EngineError `usage` for another form, or another number of cells
 */
export function readMeans(json: unknown, cells: number): CellMeans {
  const file = isObject(json) ? json : {};
  if (file.schemaVersion !== 1 || !isObject(file.columns)) return refuse('it has an unknown format');
  const { columns } = file;
  return Object.fromEntries(
    MEAN_IDS.filter((id) => Object.hasOwn(columns, id)).map((id) => [id, readColumn(columns[id], id, cells)]),
  );
}

function readColumn(column: unknown, id: MeanId, cells: number): Float32Array {
  const { perUnit, values } = isObject(column) ? column : {};
  if (typeof perUnit !== 'number' || !(perUnit >= 1 && perUnit <= MOST_STEPS) || !Array.isArray(values))
    return refuse(`its column "${id}" has no list of values`);
  if (values.length !== cells)
    return refuse(`its column "${id}" has ${values.length} values for ${cells} cells`);
  const means = new Float32Array(cells);
  values.forEach((value: unknown, i) => {
    if (typeof value !== 'number' || !(Math.abs(value) <= MOST_STEPS))
      return refuse(`value ${i} of its column "${id}" is no number up to ${MOST_STEPS}`);
    means[i] = value / perUnit;
  });
  return means;
}

function refuse(what: string): never {
  throw new EngineError('usage', `The file of measurements is damaged: ${what}. Score the result again.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
