// Stored numbers of plug-ins that are not in use when a result is scored again. Columns stay if the cells are the same.
// Everything else of them is listed as lost, with a notice that says how to get it again.

import { readMeasurements } from '../exports/readMeasurements.js';
import type { PluginColumn } from '../measurements/pluginColumns.js';
import { pluginName } from '../plugins/contributionWords.js';
import { pluginsInUse } from '../plugins/usedPlugins.js';
import type { CellRecord } from '../postprocessing/cellRecord.js';
import type { LostOfPlugin, PluginResults } from '../protocol/pluginResults.js';
import type { Control } from '../protocol/progress.js';
import { readCells } from '../reading/cells.js';
import { mapsWithCells, type ResultRecord } from '../reading/resultRecord.js';

export interface KeptColumns {
  readonly columns: readonly PluginColumn[];
  readonly lost: readonly LostOfPlugin[];
}

/** Stored columns of a map that no plug-in in use measures. Lost: those whose cells have changed. */
export async function keepColumns(
  folder: string,
  record: ResultRecord,
  map: string,
  cells: readonly CellRecord[],
  control: Control,
): Promise<KeptColumns> {
  const file = mapsWithCells(record).find((one) => one.map === map)?.file;
  if (file === undefined) return { columns: [], lost: [] };
  const { cells: then } = await readCells(folder, file, control);
  const { contributed = [] } = await readMeasurements(folder, record, map, then.length);
  const left = contributed.filter(({ id }) => !isComputed('measurements', id));
  if (isSameCells(then, cells)) return { columns: left, lost: [] };
  const lost = left.map(({ id, title, plugin }): LostOfPlugin => ({
    ...{ kind: 'measurements', id, title, plugin },
  }));
  return { columns: [], lost };
}

/**
 * The part of result.json about plug-ins, with what is kept and what is lost. `computed`: that of the plug-ins in use.
 * What an earlier scoring has lost stays listed until a plug-in computes it again.
 */
export function withKept(
  computed: PluginResults | undefined,
  earlier: PluginResults | undefined,
  kept: readonly KeptColumns[],
): PluginResults | undefined {
  const scores = (earlier?.scores ?? []).map(({ id, title, plugin }): LostOfPlugin => ({
    ...{ kind: 'scorers', id, title, plugin },
  }));
  const all = [...(earlier?.lost ?? []), ...scores, ...kept.flatMap(({ lost }) => lost)];
  const lost = [
    ...new Map(
      all
        .filter(({ kind, id }) => !isComputed(kind, id))
        .map((one) => [JSON.stringify([one.kind, one.id, one.plugin.id]), one]),
    ).values(),
  ];
  const { used = [], notices = [] } = computed ?? {};
  const ofColumns = kept.flatMap(({ columns }) => columns.map(({ plugin }) => plugin));
  const plugins = [...new Map([...ofColumns, ...used].map((one) => [one.id, one])).values()];
  if (plugins.length === 0 && lost.length === 0) return undefined;
  return {
    used: plugins,
    scores: computed?.scores ?? [],
    notices: [...notices, ...lostNotices(lost)],
    ...(lost.length > 0 ? { lost } : {}),
  };
}

/** One sentence for each plug-in. */
function lostNotices(lost: readonly LostOfPlugin[]): readonly string[] {
  const plugins = [...new Map(lost.map(({ plugin }) => [plugin.id, plugin])).values()];
  return plugins.map((plugin) => {
    const titles = lost.filter((one) => one.plugin.id === plugin.id).map(({ title }) => `"${title}"`);
    return (
      `The plug-in ${pluginName(plugin)} was not in use when this result was scored again, so ${titles.join(', ')} ` +
      `${titles.length > 1 ? 'are' : 'is'} left out. Install the plug-in or switch it on, and score the result again.`
    );
  });
}

/** True if a plug-in in use computes it. An id belongs to one plug-in at a time. */
function isComputed(kind: LostOfPlugin['kind'], id: string): boolean {
  return pluginsInUse()
    .contributed(kind)
    .some(({ contribution }) => contribution.id === id);
}

function isSameCells(then: readonly CellRecord[], now: readonly CellRecord[]): boolean {
  return then.length === now.length && then.every((cell, i) => placeOf(cell) === placeOf(now[i]!));
}

function placeOf({ centroid, size, bbox }: CellRecord): string {
  return JSON.stringify([centroid, size, bbox]);
}
