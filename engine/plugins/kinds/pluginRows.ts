// Rows of plug-ins in the tables of the engine: added when plug-ins come into use, taken out when others do. Everything that lists or
// looks up rows finds those of plug-ins beside the built-in ones.

import { IDENTITY_NAMES } from '../../exports/cellTable.js';
import { exporters } from '../../exports/exporters.js';
import { imageReaders } from '../../images/imageReaders.js';
import { measurements } from '../../measurements/measurements.js';
import { scorers } from '../../measurements/scorers.js';
import { stainPresets } from '../../measurements/stainPresets.js';
import { postProcessors } from '../../postprocessing/postProcessors.js';
import { EngineError } from '../../protocol/errors.js';
import type { ContributionKind, Plugin } from '../../protocol/plugins.js';
import { pruners } from '../../studies/pruners.js';
import { samplers } from '../../studies/samplers.js';
import type { OpenTable, Row } from '../../tables/openTable.js';
import { usePlugins, withProblems, type PluginChoice, type UsedPlugins } from '../usedPlugins.js';
import type { ContributedCode } from './contributed.js';
import { addExporter } from './exporters.js';
import { addImageReader } from './imageReaders.js';
import { addPostProcessor } from './postProcessors.js';
import { addPruner } from './pruners.js';
import { addSampler } from './samplers.js';
import { addStainPreset } from './stainPresets.js';

/** Table of a kind, and the module that loads its built-in rows. */
interface KindOfTable {
  readonly table: Pick<OpenTable<Row>, 'rows'>;
  readonly load: () => Promise<unknown>;
}

/** Kinds with a table. Built-in rows are loaded only for plug-ins: some take long. */
const TABLES: Readonly<Partial<Record<ContributionKind, KindOfTable>>> = {
  exporters: { table: exporters, load: () => import('../../exports/exportResult.js') },
  imageReaders: { table: imageReaders, load: () => import('../../images/decode.js') },
  measurements: { table: measurements, load: () => import('../../measurements/measureCells.js') },
  postProcessors: {
    table: postProcessors,
    load: () => import('../../postprocessing/findPostProcessors.js'),
  },
  pruners: { table: pruners, load: () => import('../../studies/sweepConfig.js') },
  samplers: { table: samplers, load: () => import('../../studies/sweepConfig.js') },
  scorers: { table: scorers, load: () => import('../../measurements/scoreCells.js') },
  stainPresets: { table: stainPresets, load: () => import('../../measurements/findStainPresets.js') },
};

/** Kinds whose contributions become rows here. */
const ADD: { readonly [K in ContributionKind]?: (from: ContributedCode<K>) => () => void } = {
  exporters: addExporter,
  imageReaders: addImageReader,
  postProcessors: addPostProcessor,
  pruners: addPruner,
  samplers: addSampler,
  stainPresets: addStainPreset,
};

let added: readonly (() => void)[] = [];

/**
 * Makes plug-ins the ones in use, and their contributions rows of the tables, instead of those of earlier plug-ins. A plug-in with
 * an id of a built-in row is not used, and says so.
 */
export async function usePluginRows(
  folders: readonly string[],
  choice: Omit<PluginChoice, 'builtIn'> = {},
): Promise<UsedPlugins> {
  for (const takeOut of added) takeOut();
  added = [];
  if (folders.length > 0) for (const { load } of Object.values(TABLES)) await load();
  const used = await usePlugins(folders, { ...choice, builtIn: builtInRow });
  // Rows of a call that ran at the same time.
  for (const takeOut of added) takeOut();
  const rows = Object.keys(ADD).flatMap((kind) => addRows(kind as keyof typeof ADD, used));
  added = rows.flatMap(({ takeOut }) => (takeOut ? [takeOut] : []));
  return withProblems(
    used,
    rows.flatMap(({ plugin, problem }) => (problem === undefined ? [] : [{ plugin, problem }])),
  );
}

/** Outcome of adding a contribution: a function that takes its row out again, or a problem. */
interface AddedRow {
  readonly plugin: string;
  readonly takeOut?: () => void;
  readonly problem?: string;
}

function addRows<K extends keyof typeof ADD>(kind: K, used: UsedPlugins): readonly AddedRow[] {
  // The type of an indexed table does not keep the kind.
  const add = ADD[kind] as unknown as (from: ContributedCode<K>) => () => void;
  return used.contributed(kind).map(({ plugin, contribution }): AddedRow => {
    try {
      return {
        plugin: plugin.id,
        takeOut: add({ plugin, contribution, code: codeOf(used, plugin) }),
      };
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'plugin-failed') throw error;
      return { plugin: plugin.id, problem: error.message };
    }
  });
}

/** Code that starts with the first call: a plug-in of data alone has none. */
function codeOf(used: UsedPlugins, plugin: Plugin): ContributedCode<'exporters'>['code'] {
  return { call: (...args) => used.code(plugin).call(...args) };
}

/** Built-in row that has an id: 'the built-in "Cells as CSV"'. */
function builtInRow(kind: ContributionKind, id: string): string | undefined {
  if (kind === 'measurements' && IDENTITY_NAMES.includes(id))
    return `the column "${id}" of all tables of cells`;
  const row = TABLES[kind]?.table.rows().find((one) => one.id === id && one.plugin === undefined);
  return row && `the built-in "${row.title}"`;
}
