// The runs at the side: a tick overlays a run's curves and samples, a click on its name shows it alone.

import type { ChartTheme } from '../charts/chartColours.js';
import { shortText } from '../charts/numberText.js';
import { MOST_TICKED, type RunHead } from '../messages/training.js';
import { matchesRun } from './runRows.js';
import { shortName, STATUSES } from './runStatusLook.js';

export interface RunListProps {
  readonly runs: readonly RunHead[];
  readonly ticked: readonly string[];
  readonly filter: string;
  readonly theme: ChartTheme;
  readonly onTick: (runs: readonly string[]) => void;
  readonly onFilter: (filter: string) => void;
}

export function RunList({ runs, ticked, filter, theme, onTick, onFilter }: RunListProps) {
  const listed = runs.filter((run) => matchesRun(run, filter));
  return (
    <nav class="run-list" aria-label="Runs">
      <label class="search">
        <span class="codicon codicon-search" aria-hidden="true" />
        <input
          type="search"
          placeholder="Filter runs"
          aria-label="Filter of runs"
          value={filter}
          onInput={({ currentTarget }) => onFilter(currentTarget.value)}
        />
      </label>
      <ul>
        {listed.map((run) => {
          const place = ticked.indexOf(run.id);
          const headline = headlineOf(run);
          return (
            <li key={run.id} class={place >= 0 ? 'ticked' : ''}>
              <input
                type="checkbox"
                checked={place >= 0}
                aria-label={`Show ${run.name}`}
                disabled={place < 0 && ticked.length >= MOST_TICKED}
                onChange={() =>
                  onTick(place < 0 ? [...ticked, run.id] : ticked.filter((id) => id !== run.id))
                }
              />
              <i
                class="swatch"
                style={{ background: place >= 0 && ticked.length > 1 ? theme.colour(place) : 'transparent' }}
              />
              <button type="button" title={`${run.name}: show it alone`} onClick={() => onTick([run.id])}>
                <b>{shortName(run.name)}</b>
                <small>
                  <span
                    class={`codicon codicon-${STATUSES[run.status].icon} ${run.status}`}
                    aria-hidden="true"
                  />{' '}
                  {run.kind === 'run' ? STATUSES[run.status].text : 'TensorBoard'}
                  {headline && ` · ${headline}`}
                  {run.startedMs !== undefined && ` · ${dayText(run.startedMs)}`}
                </small>
              </button>
              {run.alarms.length > 0 && (
                <span
                  class="codicon codicon-bell-dot"
                  role="img"
                  aria-label={`${run.alarms.length} alarms`}
                />
              )}
            </li>
          );
        })}
      </ul>
      {listed.length === 0 && (
        <p class="empty">{runs.length === 0 ? 'No runs here yet.' : 'No run passes the filter.'}</p>
      )}
    </nav>
  );
}

/** "dice 0.812", or the total loss. */
function headlineOf({ last }: RunHead): string | undefined {
  const names = Object.keys(last);
  const name =
    names.find((each) => /segmentation\/.*dice/i.test(each)) ??
    names.find((each) => each === 'total/generators');
  const value = name === undefined ? undefined : last[name];
  return name === undefined || value === undefined || value === null
    ? undefined
    : `${name === 'total/generators' ? 'loss' : name.split('/').at(-1)} ${shortText(value)}`;
}

const DAY = new Intl.DateTimeFormat([], {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

function dayText(ms: number): string {
  return DAY.format(ms);
}
