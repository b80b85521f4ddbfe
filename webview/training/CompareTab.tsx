// Tab that compares the selected runs: metrics with their difference to the first run, then the keys of the configuration
// that differ. What is equal in all runs is folded.

import type { Direction } from '../../engine/runlog/runMetrics.js';
import type { ChartTheme } from '../charts/chartColours.js';
import { shortText } from '../charts/numberText.js';
import type { ConfigValue, RunHead, TrainingUp } from '../messages/training.js';
import { Button } from '../ui/Controls.js';
import { Switches } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import type { Series } from './chartGroups.js';
import { comparedKeys, comparedSeries, type ComparedSeries } from './comparison.js';
import type { CurveStore } from './curveStore.js';
import { groupsOf } from './CurvesTab.js';
import { shortName } from './runStatusLook.js';
import { COMPARED, type Compared, type TrainingView } from './trainingView.js';

export interface CompareTabProps {
  readonly runs: readonly RunHead[];
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
  readonly store: CurveStore;
  readonly theme: ChartTheme;
  readonly post: (message: TrainingUp) => void;
}

const COMPARED_TITLES: Readonly<Record<Compared, string>> = {
  last: t('last values'),
  best: t('best values'),
};

export function CompareTab({ runs, view, onView, store, theme, post }: CompareTabProps) {
  const { compared } = view;
  if (runs.length < 2)
    return <p class="empty">{t('Select two or more runs in the list to compare them.')}</p>;
  const groups = groupsOf(runs, store).filter(({ section }) => section !== 'rates' && section !== 'system');
  const series = groups.flatMap((group) => group.series);
  const rows = comparedSeries(series, runs, (run, one, direction) =>
    compared === 'best' ? bestOf(store, run, one, direction) : lastOf(run, one),
  );
  const { differing, equal } = comparedKeys(runs);
  const ids = runs.map(({ id }) => id);
  const [different, same] = [
    rows.filter(({ spread }) => spread > 0),
    rows.filter(({ spread }) => spread === 0),
  ];
  const head = (title: string) => <Head title={title} runs={runs} theme={theme} />;
  return (
    <div class="compare-tab">
      <div class="controls">
        <Switches
          label={t('Compared values')}
          switches={COMPARED.map((id) => ({ id, title: COMPARED_TITLES[id], pressed: compared === id }))}
          onPress={(to) => onView({ compared: to })}
        />
        <Button
          label={t('Open in diff editor')}
          disabled={ids.length !== 2}
          onClick={() => post({ type: 'compare', runs: ids })}
        />
      </div>
      <section aria-label={t('Configuration')}>
        <h3>{t('Configuration: what differs')}</h3>
        {differing.length === 0 ? (
          <p class="empty">{t('The configurations are equal.')}</p>
        ) : (
          <div class="compared">
            <table>
              {head(t('Option'))}
              <tbody>{differing.map((one) => keyRow(one.key, one.values))}</tbody>
            </table>
          </div>
        )}
        {equal.length > 0 && (
          <details>
            <summary>{t('Equal in all runs: {0}', equal.length)}</summary>
            <div class="compared">
              <table>
                <tbody>{equal.map(({ key, values }) => keyRow(key, values.slice(0, 1)))}</tbody>
              </table>
            </div>
          </details>
        )}
      </section>
      <section aria-label={t('Metrics and losses')}>
        <h3>{t('Metrics, then losses: the largest difference first')}</h3>
        {different.length === 0 ? (
          <p class="empty">{t('There are no values that differ.')}</p>
        ) : (
          <div class="compared">
            <table>
              {head(t('Series'))}
              <tbody>
                {different.map((row) => (
                  <SeriesRow key={row.name} row={row} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {same.length > 0 && (
          <details>
            <summary>{t('Equal, or in one run only: {0}', same.length)}</summary>
            <div class="compared">
              <table>
                {head(t('Series'))}
                <tbody>
                  {same.map((row) => (
                    <SeriesRow key={row.name} row={row} />
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        )}
      </section>
    </div>
  );
}

function Head(props: {
  readonly title: string;
  readonly runs: readonly RunHead[];
  readonly theme: ChartTheme;
}) {
  return (
    <thead>
      <tr>
        <th scope="col">{props.title}</th>
        {props.runs.map((run, i) => (
          <th key={run.id} scope="col" title={run.name}>
            <i class="swatch" style={{ background: props.theme.colour(i) }} /> {shortName(run.name)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function keyRow(key: string, values: readonly (ConfigValue | undefined)[]) {
  return (
    <tr key={key}>
      <th scope="row">{key.replace(/^plan\./, '')}</th>
      {values.map((value, i) => (
        <td key={i} class={value === undefined ? 'unset' : ''}>
          {value === undefined ? t('not set') : String(value)}
        </td>
      ))}
    </tr>
  );
}

function SeriesRow({ row }: { readonly row: ComparedSeries }) {
  const { name, words, values, winner, direction } = row;
  const first = values[0];
  return (
    <tr>
      <th scope="row" title={name}>
        {words}
        {direction !== undefined && (
          <small> {direction === 'higher' ? t('(higher is better)') : t('(lower is better)')}</small>
        )}
      </th>
      {values.map((value, i) => (
        <td key={i} class={i === winner ? 'number winner' : 'number'}>
          {value === undefined ? '' : shortText(value)}
          {i > 0 && <small> {differenceText(value, first)}</small>}
          {i === winner && <span class="codicon codicon-star-full" role="img" aria-label={t('best')} />}
        </td>
      ))}
    </tr>
  );
}

function differenceText(value: number | undefined, first: number | undefined): string {
  if (value === undefined || first === undefined) return '';
  const by = value - first;
  if (!Number.isFinite(by) || by === 0) return '';
  return `${by > 0 ? '+' : '−'}${shortText(Number(Math.abs(by).toPrecision(3)))}`;
}

function lastOf({ last }: RunHead, { name }: Series): number | undefined {
  return Object.hasOwn(last, name) ? (last[name] ?? NaN) : undefined;
}

const BY_STEP = { kind: 'step', stepsPerEpoch: 0, startedMs: 0 } as const;

/** The best of all values; the last one if the name does not say which is better. */
function bestOf(
  store: CurveStore,
  run: RunHead,
  series: Series,
  direction: Direction | undefined,
): number | undefined {
  if (direction === undefined) return lastOf(run, series);
  const raw = store.curve(run.id, series.table, series.name, BY_STEP, 0)?.raw;
  const range = raw?.pyramid.range(0, raw.count);
  return range ? (direction === 'higher' ? range.max : range.min) : lastOf(run, series);
}
