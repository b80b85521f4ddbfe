// A sweep in a notebook: how many trials ended how, the best value so far over the trials, the best trials; live while it
// runs if the extension is there, else as it was when the output was made.

import { useMemo, useState } from 'preact/hooks';
import type { SweepOutput } from '../../engine/protocol/outputs.js';
import { chartTheme } from '../charts/chartColours.js';
import { sharedCursor } from '../charts/cursor.js';
import { shortText } from '../charts/numberText.js';
import { t } from '../ui/l10n.js';
import { useTheme } from '../ui/theme.js';
import type { OutputChannel } from './channel.js';
import { lineOf } from './lineOf.js';
import { OutputChart } from './OutputChart.js';
import { OutputHead } from './OutputHead.js';
import { ValueTable } from '../charts/ValueTable.js';
import { useGrowing } from './useGrowing.js';

const STATE_WORDS: Readonly<Record<keyof SweepOutput['counts'], string>> = {
  complete: t('complete'),
  running: t('running'),
  pruned: t('pruned'),
  failed: t('failed'),
  waiting: t('waiting'),
};

export interface SweepViewProps {
  readonly id: string;
  readonly output: SweepOutput;
  readonly channel: OutputChannel;
}

export function SweepView({ id, output, channel }: SweepViewProps) {
  const { shown, count, folder } = useGrowing(id, 'sweep', output, isComplete(output), channel);
  const { name, objectives, parameters, counts, plannedTrials, history, top, notices } = shown;
  const theme = useTheme();
  const [cursor] = useState(sharedCursor);
  const lines = useMemo(() => historyLines(shown), [history, theme]);
  const states = (Object.keys(STATE_WORDS) as (keyof SweepOutput['counts'])[])
    .filter((state) => (counts[state] ?? 0) > 0)
    .map((state) => `${counts[state]} ${STATE_WORDS[state]}`);
  const [best] = top;
  return (
    <>
      <OutputHead
        title={name}
        notices={notices}
        open={{ kind: 'sweep', place: output.place, label: t('Open Sweep'), channel, folder }}
      >
        {best && (
          <strong data-summary="">
            {t(
              'Best: trial {0}, {1} {2}',
              best.number,
              objectives[0]?.name ?? '',
              numberText(best.values[0]),
            )}
          </strong>
        )}
        <span class="muted">
          {states.length === 0 ? t('No trials yet') : states.join(', ')}
          {plannedTrials !== undefined && ` · ${t('{0} planned', plannedTrials)}`}
        </span>
      </OutputHead>
      {history.length > 0 && (
        <OutputChart
          title={objectives[0]?.name ?? t('Value')}
          lines={lines}
          version={count}
          cursor={cursor}
          xName={(trial) => t('Trial {0}', trial)}
        />
      )}
      {top.length > 0 && (
        <ValueTable
          label={t('Best trials')}
          first={objectives.length > 1 ? t('Trials that no other dominates') : t('Best trials')}
          columns={[
            ...objectives.map((objective) => ({
              name: objective.name,
              better: objective.direction === 'maximize' ? ('higher' as const) : ('lower' as const),
            })),
            ...parameters.map((parameter) => ({ name: parameter })),
          ]}
          rows={top.map(({ number, values, params }) => ({
            name: t('Trial {0}', number),
            values: [
              ...objectives.map((_, i) => values[i] ?? null),
              ...parameters.map((parameter) => valueOf(params[parameter])),
            ],
          }))}
        />
      )}
    </>
  );
}

/** True if all planned trials have ended; failed ones may be tried again. The folder knows other ends. */
function isComplete({ counts, plannedTrials }: SweepOutput): boolean {
  const { complete = 0, pruned = 0, running = 0, waiting = 0 } = counts;
  return plannedTrials !== undefined && complete + pruned >= plannedTrials && running + waiting === 0;
}

function historyLines({ history, objectives }: SweepOutput) {
  const colours = chartTheme();
  const x = Float64Array.from(history, ([number]) => number);
  const hasBest = history.filter(([, , best]) => best !== null);
  const label = objectives[0]?.name ?? t('Value');
  return [
    lineOf(
      {
        x: Float64Array.from(hasBest, ([number]) => number),
        y: Float64Array.from(hasBest, ([, , best]) => best!),
      },
      {
        ...{ id: 'best', label: t('best so far'), words: t('best so far') },
        ...{ colour: colours.colour(1), dots: false, isExact: true, ended: true },
      },
    ),
    lineOf(
      { x, y: Float64Array.from(history, ([, value]) => value) },
      { id: 'value', label, words: label, colour: colours.colour(0), dots: true, ended: true },
    ),
  ];
}

function numberText(value: number | null | undefined): string {
  return value === null || value === undefined ? 'NaN' : shortText(value);
}

function valueOf(value: string | number | boolean | null | undefined): number | string | null {
  return typeof value === 'boolean' ? String(value) : (value ?? null);
}
