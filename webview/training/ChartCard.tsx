// Card of a chart: title, legend, and buttons to pin it, widen it and save it.

import { useRef } from 'preact/hooks';
import { Chart } from '../charts/Chart.js';
import type { ChartTheme } from '../charts/chartColours.js';
import type { SharedCursor } from '../charts/cursor.js';
import type { ChartLine } from '../charts/drawChart.js';
import { chartNotes } from '../charts/chartNotes.js';
import { useInSight } from '../charts/inSight.js';
import { tickText } from '../charts/numberText.js';
import type { RunHead } from '../messages/training.js';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import { chartLines, legendOf, lineCount } from './chartLines.js';
import type { ChartGroup, Series } from './chartGroups.js';
import type { CurveStore } from './curveStore.js';
import { chartPicture } from '../charts/chartPicture.js';
import { linesCsv } from './savedCurves.js';
import { stepAt, xOfStep } from './stepPlaces.js';
import { withToggled, type TrainingView } from './trainingView.js';
import { xFullText, xTickText } from './xTexts.js';

export interface ChartCardProps {
  readonly group: ChartGroup;
  readonly runs: readonly RunHead[];
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
  readonly passes: (series: Series) => boolean;
  readonly store: CurveStore;
  readonly version: number;
  /** True if it is drawn even when it is scrolled out of sight. */
  readonly drawn: boolean;
  readonly cursor: SharedCursor;
  readonly theme: ChartTheme;
  readonly onSave: (name: string, format: 'csv' | 'png', bytes: Uint8Array) => void;
}

export function ChartCard(props: ChartCardProps) {
  const { group, runs, view, onView, passes, store, theme } = props;
  const section = useRef<HTMLElement>(null);
  const last = useRef<readonly ChartLine[]>([]);
  const drawn = useInSight(section) || props.drawn;
  if (drawn) last.current = chartLines(group, runs, view, passes, store, theme);
  const lines = last.current;
  const logX = view.logX && view.xAxis !== 'wall';
  const legend = legendOf(group, runs.length, view, passes, theme);
  const wide = view.wide.includes(group.id);
  const pinned = view.pinned.includes(group.id);
  const notes = chartNotes(lines, { x: logX, y: view.logY });
  const marker = view.step === undefined ? undefined : xOfStep(view.step, runs, view.xAxis, store);
  const toggle = (name: string, alone: boolean) => {
    const others = legend.map((entry) => entry.name).filter((other) => other !== name);
    const isAlone = others.every((other) => view.hidden.includes(other)) && !view.hidden.includes(name);
    const hidden = view.hidden.filter((other) => !legend.some((entry) => entry.name === other));
    if (alone) onView({ hidden: isAlone ? hidden : [...hidden, ...others] });
    else onView({ hidden: withToggled(view.hidden, name) });
  };
  return (
    <section ref={section} class={wide ? 'card wide' : 'card'} aria-label={group.title} data-chart={group.id}>
      <header>
        <h4>{group.title}</h4>
        <span class="space" />
        <Button
          icon={pinned ? 'pinned' : 'pin'}
          label={pinned ? t('Unpin {0}', group.title) : t('Pin {0} to the top', group.title)}
          pressed={pinned}
          onClick={() => onView({ pinned: withToggled(view.pinned, group.id) })}
        />
        <Button
          icon={wide ? 'screen-normal' : 'screen-full'}
          label={wide ? t('Beside the others') : t('As wide as the page')}
          onClick={() => onView({ wide: withToggled(view.wide, group.id) })}
        />
        <Button
          icon="table"
          label={t('Save the numbers of {0} as CSV', group.title)}
          onClick={() =>
            props.onSave(group.title, 'csv', new TextEncoder().encode(linesCsv(lines, view.xAxis)))
          }
        />
        <Button
          icon="device-camera"
          label={t('Save {0} as PNG', group.title)}
          onClick={() => {
            const canvas = section.current?.querySelector('canvas');
            if (canvas)
              void chartPicture([{ title: group.title, canvas, legend: lines }], theme).then((png) =>
                props.onSave(group.title, 'png', png),
              );
          }}
        />
      </header>
      <Chart
        title={group.title}
        lines={lines}
        count={lineCount(group, runs, view, passes, store)}
        drawn={drawn}
        version={props.version}
        xRange={view.xRange}
        yRange={view.yRanges[group.id]}
        logX={logX}
        logY={view.logY}
        clip={view.clipOutliers}
        xText={xTickText(view.xAxis)}
        xFullText={xFullText(view.xAxis)}
        yText={tickText}
        {...(marker === undefined ? {} : { marker })}
        cursor={props.cursor}
        onZoom={(x, y) => {
          const others = Object.entries(view.yRanges).filter(([id]) => id !== group.id);
          onView({ xRange: x, yRanges: Object.fromEntries(y ? [...others, [group.id, y]] : others) });
        }}
        onChoose={(x) => {
          const step = stepAt(x, runs, view.xAxis, store);
          if (step !== undefined) onView({ step });
        }}
      />
      {notes.length > 0 && (
        <div class="chart-notes">
          {notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </div>
      )}
      <div class="legend" role="group" aria-label={t('Series of {0}', group.title)}>
        {legend.map(({ name, label, words, colour, dash, shown }) => (
          <button
            key={name}
            type="button"
            aria-pressed={shown}
            title={t('{0} ({1}): click switches it, Alt and click shows it alone', words, name)}
            onClick={(event) => toggle(name, event.altKey)}
          >
            <svg width="16" height="8" aria-hidden="true">
              <line
                x1="0"
                y1="4"
                x2="16"
                y2="4"
                stroke={colour}
                stroke-width="2.5"
                stroke-dasharray={dash.join(' ')}
              />
            </svg>
            {label}
          </button>
        ))}
      </div>
    </section>
  );
}
