// Runs at the side: check boxes overlay the curves and samples of runs, a click on a name shows its run alone.

import type { ComponentChildren } from 'preact';
import type { ChartTheme } from '../charts/chartColours.js';
import { shortText } from '../charts/numberText.js';
import { MOST_SELECTED, type RunHead } from '../messages/training.js';
import { SearchBox } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { matchesRun, tagWord } from './runRows.js';
import { shortName, STATUSES, statusText } from './runStatusLook.js';
import { SelectRun } from './SelectRun.js';

export interface RunListProps {
  readonly runs: readonly RunHead[];
  readonly selected: readonly string[];
  /** Sentences about the list. */
  readonly notices: readonly string[];
  readonly filter: string;
  readonly theme: ChartTheme;
  readonly onSelect: (runs: readonly string[]) => void;
  readonly onFilter: (filter: string) => void;
  readonly children: ComponentChildren;
}

export function RunList(props: RunListProps) {
  const { runs, selected, notices, filter, theme, onSelect, onFilter, children } = props;
  const listed = runs.filter((run) => matchesRun(run, filter));
  return (
    <nav class="run-list" aria-label={t('Runs')}>
      {children}
      <SearchBox
        label={t('Filter of runs')}
        placeholder={t('Filter runs: words, #tag')}
        value={filter}
        onInput={onFilter}
      />
      <ul>
        {listed.map((run) => {
          const place = selected.indexOf(run.id);
          const headline = headlineOf(run);
          return (
            <li key={run.id} class={place >= 0 ? 'selected' : ''}>
              <SelectRun
                run={run}
                selected={selected}
                theme={theme}
                disabled={place < 0 && selected.length >= MOST_SELECTED}
                onSelect={onSelect}
              />
              <button
                type="button"
                title={t('{0}: show it alone', run.name)}
                onClick={() => onSelect([run.id])}
              >
                <b>{shortName(run.name)}</b>
                <small>
                  <span
                    class={`codicon codicon-${STATUSES[run.status].icon} ${run.status}`}
                    aria-hidden="true"
                  />{' '}
                  {statusText(run)}
                  {headline && ` · ${headline}`}
                  {run.startedMs !== undefined && ` · ${DAY.format(run.startedMs)}`}
                </small>
              </button>
              {run.alarms.length > 0 && (
                <span
                  class="codicon codicon-bell-dot"
                  role="img"
                  aria-label={t('Alarms: {0}', run.alarms.length)}
                />
              )}
              {run.notes.tags.length > 0 && (
                <span class="tags">
                  {run.notes.tags.map((tag) => (
                    <button
                      key={tag}
                      type="button"
                      title={t('Show the runs with the tag {0}', tag)}
                      onClick={() => onFilter(tagWord(tag))}
                    >
                      {tag}
                    </button>
                  ))}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {notices.map((notice) => (
        <p key={notice} class="list-notice">
          {notice}
        </p>
      ))}
      {listed.length === 0 && (
        <p class="empty">
          {runs.length === 0 ? t('There are no runs yet.') : t('No run passes the filter.')}
        </p>
      )}
    </nav>
  );
}

/** "dice 0.812", or the total loss; NaN is told. */
function headlineOf({ last }: RunHead): string | undefined {
  const names = Object.keys(last);
  const name =
    names.find((each) => /segmentation\/.*dice/i.test(each)) ??
    names.find((each) => each === 'total/generators');
  const value = name === undefined ? undefined : last[name];
  if (name === undefined || value === undefined) return undefined;
  return `${name === 'total/generators' ? t('loss') : name.split('/').at(-1)} ${shortText(value ?? NaN)}`;
}

const DAY = new Intl.DateTimeFormat([], {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
