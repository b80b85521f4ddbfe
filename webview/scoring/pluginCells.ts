// Columns of plug-ins in the cell table: numbers that are stored in the result, with the words that came with them.

import type { PluginColumn } from '../../engine/measurements/pluginColumns.js';
import { t } from '../ui/l10n.js';

/** Ids of these columns: "plugin:solidity". They never meet those of the table's own columns. */
export type PluginColumnId = `plugin:${string}`;

const ID = /^plugin:[a-z][a-z0-9_-]{0,63}$/;

export function isPluginColumn(id: string): id is PluginColumnId {
  return ID.test(id);
}

export function columnIdOf({ id }: Pick<PluginColumn, 'id'>): PluginColumnId {
  return `plugin:${id}`;
}

/** Tooltip of the heading. */
export function columnHint({ title, meaning, plugin }: PluginColumn): string {
  return t('{0}: {1} (plug-in {2} {3})', title, meaning, plugin.title, plugin.version);
}

const MOST_DECIMALS = 6;
const known = new WeakMap<Float64Array, number>();

/** Decimals that show four digits of the largest number; none for whole numbers. */
export function decimalsFor({ values }: Pick<PluginColumn, 'values'>): number {
  let decimals = known.get(values);
  if (decimals === undefined) known.set(values, (decimals = decimalsOf(values)));
  return decimals;
}

function decimalsOf(values: Float64Array): number {
  let most = 0;
  let isWhole = true;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    most = Math.max(most, Math.abs(value));
    isWhole &&= Number.isInteger(value);
  }
  if (isWhole || most === 0) return 0;
  return Math.min(MOST_DECIMALS, Math.max(0, 3 - Math.floor(Math.log10(most))));
}
