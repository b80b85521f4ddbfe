// A run in a notebook: its curves, live while it is trained if the extension is there, else as they were when the output was
// made.

import { useMemo, useState } from 'preact/hooks';
import type { OutputCurve, RunOutput } from '../../engine/protocol/outputs.js';
import { ENDED_STATUSES, type RunStatus } from '../../engine/runlog/runState.js';
import { chartTheme } from '../charts/chartColours.js';
import { sharedCursor } from '../charts/cursor.js';
import { countText, shortText } from '../charts/numberText.js';
import { chartGroups, type ChartGroup } from '../training/chartGroups.js';
import { STATUSES } from '../training/runStatusLook.js';
import { t } from '../ui/l10n.js';
import { useTheme } from '../ui/theme.js';
import type { OutputChannel } from './channel.js';
import { lineOf, pointsOf } from './lineOf.js';
import { OutputChart } from './OutputChart.js';
import { OutputHead } from './OutputHead.js';
import { ValueTable } from '../charts/ValueTable.js';
import { useGrowing } from './useGrowing.js';
import { useKept } from './useKept.js';

export interface RunViewProps {
  readonly id: string;
  readonly output: RunOutput;
  readonly channel: OutputChannel;
}

/** Charts that are shown at first: a run has a dozen losses. */
const FIRST_CHARTS = 6;

export function RunView({ id, output, channel }: RunViewProps) {
  const [showsAll, setShowsAll] = useKept(id, 'all charts', false);
  const theme = useTheme();
  const isOver = ENDED_STATUSES.has(output.status);
  const { shown: run, count, folder } = useGrowing(id, 'run', output, isOver, channel);
  const [cursor] = useState(sharedCursor);
  const groups = useMemo(() => groupsOf(run.curves), [run]);
  const charts = useMemo(
    () => groups.map((group) => ({ group, lines: linesOf(group, run) })),
    [groups, run, theme],
  );
  const shown = showsAll ? charts : charts.slice(0, FIRST_CHARTS);
  const status = Object.hasOwn(STATUSES, run.status) ? STATUSES[run.status as RunStatus].text : run.status;
  return (
    <>
      <OutputHead
        title={run.name}
        notices={run.notices}
        open={{ kind: 'run', place: output.place, label: t('Open in Dashboard'), channel, folder }}
      >
        <strong data-summary="">
          {run.plannedSteps > 0
            ? t('{0}, step {1} of {2}', status, countText(run.step), countText(run.plannedSteps))
            : t('{0}, step {1}', status, countText(run.step))}
        </strong>
        {run.backend !== undefined && <span class="muted">{run.backend}</span>}
      </OutputHead>
      {run.failure !== undefined && (
        <p class="problem" role="alert">
          {run.failure}
        </p>
      )}
      {run.alarms.map(({ step, kind, message }) => (
        <p key={`${step} ${kind}`} class="alarm">
          {t('Step {0}: {1}', countText(step), message)}
        </p>
      ))}
      {charts.length === 0 && <p class="note">{t('No values yet')}</p>}
      <div class="output-charts">
        {shown.map(({ group, lines }) => (
          <OutputChart
            key={group.id}
            title={group.title}
            lines={lines}
            version={count}
            cursor={cursor}
            xName={(step) => t('Step {0}', step)}
          />
        ))}
      </div>
      {charts.length > shown.length && (
        <button type="button" class="more" onClick={() => setShowsAll(true)}>
          {t('Show {0} more charts', charts.length - shown.length)}
        </button>
      )}
      {run.curves.length > 0 && (
        <details>
          <summary>{t('Last and best values')}</summary>
          <ValueTable
            label={t('Last and best values')}
            first={t('Value')}
            columns={[{ name: t('Last') }, { name: t('Best') }, { name: t('At step') }]}
            rows={run.curves.map(({ name, last, best }) => ({
              name,
              values: [
                last === null ? 'NaN' : shortText(last),
                best ? shortText(best.value) : null,
                best?.step ?? null,
              ],
            }))}
          />
        </details>
      )}
    </>
  );
}

function groupsOf(curves: readonly OutputCurve[]): readonly ChartGroup[] {
  const of = (table: OutputCurve['of']) =>
    curves.filter((curve) => curve.of === table).map(({ name }) => name);
  return chartGroups(of('steps'), of('validations'));
}

function linesOf({ series }: ChartGroup, { curves, status }: RunOutput) {
  const colours = chartTheme();
  return series.flatMap(({ name, table, label, words }, term) => {
    const curve = curves.find((one) => one.name === name && one.of === table);
    if (!curve) return [];
    const look = { id: name, label, words, colour: colours.colour(term) };
    return [
      lineOf(pointsOf(curve), { ...look, dots: table === 'validations', ended: ENDED_STATUSES.has(status) }),
    ];
  });
}
