// A table of entries that are chosen by id: exporters, measurements, scorers, image readers, backends. Rows come from a
// list of built-in ones and from plug-ins; programs ask for them at run time, and messages carry ids as text.

import { EngineError } from '../protocol/errors.js';
import type { PluginName } from '../protocol/pluginResults.js';

export interface Row {
  /** Unique in its table: lower-case letters, digits, `-` and `_`. */
  readonly id: string;
  /** Name for people: "Cells as CSV". */
  readonly title: string;
  /** Plug-in that added the row; absent for built-in rows. */
  readonly plugin?: PluginName;
}

export interface OpenTable<R extends Row> {
  /**
   * Appends rows, and returns a function that takes them out again. Throws `plugin-failed` for an id that the table has
   * already; the table stays unchanged.
   */
  add(...rows: readonly R[]): () => void;
  /** All rows, in the order in which they were added. */
  rows(): readonly R[];
  /** The row with this id. Throws `usage` with the ids that there are. */
  named(id: string): R;
}

/** An empty table. `what` names a row in messages: "backend". */
export function openTable<R extends Row>(what: string): OpenTable<R> {
  const byId = new Map<string, R>();
  return {
    add(...rows) {
      const ids = [...byId.keys(), ...rows.map(({ id }) => id)];
      const twice = ids.find((id, i) => ids.indexOf(id) !== i);
      if (twice !== undefined)
        throw new EngineError(
          'plugin-failed',
          `The ${what} "${twice}" would be added a second time. Give the new one an id of its own.`,
        );
      for (const row of rows) byId.set(row.id, row);
      return () => {
        for (const row of rows) if (byId.get(row.id) === row) byId.delete(row.id);
      };
    },
    rows: () => [...byId.values()],
    named(id) {
      const row = byId.get(id);
      if (row) return row;
      throw new EngineError(
        'usage',
        `There is no ${what} "${id}". Choose one of ${[...byId.keys()].join(', ')}.`,
      );
    },
  };
}
