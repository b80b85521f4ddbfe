// All runs in a table: filter, sort by a click on a column, group by a key of the configuration, choose columns, tick
// runs to overlay them, see two configurations side by side.

import type { ChartTheme } from '../charts/chartColours.js';
import { clockText, countText, durationText, shortText } from '../charts/numberText.js';
import { Button } from '../ui/controls.js';
import type { ConfigValue, RunHead, TrainingUp } from '../messages/training.js';
import { STATUSES } from './runStatusLook.js';
import {
  cellOf,
  columnsOf,
  differingKeys,
  groupedRuns,
  matchesRun,
  OWN_COLUMNS,
  sortedRuns,
} from './runRows.js';
import type { TrainingView } from './trainingView.js';

export interface RunTableProps {
  readonly runs: readonly RunHead[];
  readonly view: TrainingView;
  readonly theme: ChartTheme;
  readonly onView: (change: Partial<TrainingView>) => void;
  readonly onTick: (runs: readonly string[]) => void;
  readonly post: (message: TrainingUp) => void;
}

export function RunTable({ runs, view, theme, onView, onTick, post }: RunTableProps) {
  const all = columnsOf(runs);
  const chosen =
    view.columns.length > 0 ? view.columns.filter((column) => all.includes(column)) : firstColumns(runs);
  const columns = [...OWN_COLUMNS, ...chosen];
  const listed = sortedRuns(
    runs.filter((run) => matchesRun(run, view.runFilter)),
    view.sort,
  );
  const groups = groupedRuns(listed, view.group);
  const tickedHere = view.ticked.filter((id) => runs.some((run) => run.id === id && run.kind === 'run'));
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.config)))].sort();
  return (
    <div class="runs-tab">
      <div class="controls">
        <label class="search grow">
          <span class="codicon codicon-search" aria-hidden="true" />
          <input
            type="search"
            placeholder="Filter: words, or batchSize=1 dice>0.8"
            aria-label="Filter of runs"
            value={view.runFilter}
            onInput={({ currentTarget }) => onView({ runFilter: currentTarget.value })}
          />
        </label>
        <label>
          group by{' '}
          <select
            aria-label="Group by"
            value={view.group}
            onChange={({ currentTarget }) => onView({ group: currentTarget.value })}
          >
            <option value="">nothing</option>
            {keys.map((key) => (
              <option key={key} value={key}>
                {key}
              </option>
            ))}
          </select>
        </label>
        <details class="columns">
          <summary>Columns</summary>
          <div>
            {all.slice(OWN_COLUMNS.length).map((column) => (
              <label key={column}>
                <input
                  type="checkbox"
                  checked={chosen.includes(column)}
                  onChange={() =>
                    onView({
                      columns: chosen.includes(column)
                        ? chosen.filter((one) => one !== column)
                        : [...chosen, column],
                    })
                  }
                />
                {titleOf(column)}
              </label>
            ))}
          </div>
        </details>
        <Button
          label="Compare configurations"
          disabled={tickedHere.length !== 2}
          onClick={() => post({ type: 'compare', runs: tickedHere })}
        />
      </div>
      <div class="table-scroll">
        <table class="runs-table">
          <thead>
            <tr>
              <th aria-label="Shown" />
              {columns.map((column) => {
                const sorted = view.sort.column === column;
                return (
                  <th
                    key={column}
                    aria-sort={sorted ? (view.sort.descending ? 'descending' : 'ascending') : 'none'}
                  >
                    <button
                      type="button"
                      onClick={() =>
                        onView({ sort: { column, descending: sorted ? !view.sort.descending : false } })
                      }
                    >
                      {titleOf(column)}
                      {sorted && (
                        <span
                          class={`codicon codicon-arrow-small-${view.sort.descending ? 'down' : 'up'}`}
                          aria-hidden="true"
                        />
                      )}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          {groups.map(({ title, runs: inside }) => (
            <tbody key={title}>
              {title !== '' && (
                <tr class="group">
                  <th colSpan={columns.length + 1} scope="rowgroup">
                    {title} <small>{inside.length}</small>
                  </th>
                </tr>
              )}
              {inside.map((run) => {
                const place = view.ticked.indexOf(run.id);
                return (
                  <tr key={run.id} class={place >= 0 ? 'ticked' : ''}>
                    <td>
                      <input
                        type="checkbox"
                        checked={place >= 0}
                        aria-label={`Show ${run.name}`}
                        onChange={() =>
                          onTick(
                            place < 0 ? [...view.ticked, run.id] : view.ticked.filter((id) => id !== run.id),
                          )
                        }
                      />
                      <i
                        class="swatch"
                        style={{
                          background:
                            place >= 0 && view.ticked.length > 1 ? theme.colour(place) : 'transparent',
                        }}
                      />
                    </td>
                    {columns.map((column) => (
                      <td key={column} class={typeof cellOf(run, column) === 'number' ? 'number' : ''}>
                        {column === 'status' ? (
                          <span class={`status ${run.status}`}>
                            <span class={`codicon codicon-${STATUSES[run.status].icon}`} aria-hidden="true" />{' '}
                            {run.kind === 'run' ? STATUSES[run.status].text : 'TensorBoard'}
                          </span>
                        ) : (
                          cellText(column, cellOf(run, column))
                        )}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          ))}
        </table>
      </div>
      {listed.length === 0 && <p class="empty">No run passes the filter.</p>}
    </div>
  );
}

/** Until the user chooses: what tells these runs apart, and how well they do. */
function firstColumns(runs: readonly RunHead[]): readonly string[] {
  const names = [...new Set(runs.flatMap(({ metrics }) => metrics))].slice(0, 3);
  const results = names.length > 0 ? names : ['total/generators'];
  return [
    ...results.map((name) => `last:${name}`),
    ...differingKeys(runs)
      .filter((key) => key !== 'name')
      .slice(0, 6)
      .map((key) => `config:${key}`),
  ];
}

function titleOf(column: string): string {
  return column.replace(/^(config:plan\.|config:|last:val\/|last:)/, '');
}

function cellText(column: string, value: ConfigValue | undefined): string {
  if (value === undefined) return '';
  if (column === 'started')
    return `${clockText(value as number, 86_400_000)} ${clockText(value as number, 60_000)}`;
  if (column === 'took') return durationText(value as number);
  if (column === 'step' || column === 'epoch') return countText(value as number);
  return typeof value === 'number' ? shortText(value) : String(value);
}
