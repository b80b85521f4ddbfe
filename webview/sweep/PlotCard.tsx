// Card of one plot: its title and choices, the chart, and a sentence about it. A drag over the chart selects the trials in a
// rectangle, a click on a point opens its trial. The chart is drawn while it is in sight.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useInSight } from '../charts/inSight.js';
import { t } from '../ui/l10n.js';
import { useSize } from '../ui/useSize.js';
import { AxisHeadings } from './AxisHeadings.js';
import { drawSoon } from './drawQueue.js';
import { openChart, type OpenChart } from '../charts/openChart.js';
import { PlotFields } from './PlotFields.js';
import { intervalAt } from './plots/axes.js';
import { parallelAxes } from './plots/parallel.js';
import {
  knownObjective,
  PLOT_EM,
  type Drawing,
  type PlotConfig,
  type PlotInput,
  type PlotRow,
} from './plots/plot.js';
import type { Interval, SelectionAction } from './selection.js';
import type { ShownPlot } from './sweepView.js';
import { useRectangle } from '../charts/useRectangle.js';

export type SharedInput = Omit<PlotInput, 'config' | 'width' | 'emPx'>;

export interface PlotCardProps {
  readonly row: PlotRow;
  readonly plot: ShownPlot;
  readonly input: SharedInput;
  /** Tooltip of a trial, by position. */
  readonly tip: (at: number) => HTMLElement;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly select: (action: SelectionAction) => void;
  readonly onCurrent: (at: number) => void;
  readonly onConfig: (change: Partial<PlotConfig>) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onHide: () => void;
}

export function PlotCard(props: PlotCardProps) {
  const { row, input, isFirst, isLast, onConfig, onMove, onHide } = props;
  const { objectives } = input.columns;
  const plot = useMemo(() => knownObjective(props.plot, { objectives }), [props.plot, objectives.length]);
  const isWide = plot.wide ?? row.isWide ?? false;
  const lack = row.lacks(input.columns);
  const title = row.title();
  return (
    <section class={`plot ${isWide ? 'wide' : ''}`} aria-label={title} data-plot={row.id}>
      <div class="plot-head">
        <h2 title={row.about()}>{title}</h2>
        <div class="space" />
        {lack === undefined && <PlotFields row={row} plot={plot} input={input} onConfig={onConfig} />}
        <PlotButton
          icon="chevron-left"
          label={t('Move {0} forward', title)}
          disabled={isFirst}
          onClick={() => onMove(-1)}
        />
        <PlotButton
          icon="chevron-right"
          label={t('Move {0} back', title)}
          disabled={isLast}
          onClick={() => onMove(1)}
        />
        <PlotButton
          icon={isWide ? 'screen-normal' : 'screen-full'}
          label={isWide ? t('Make {0} narrow', title) : t('Make {0} wide', title)}
          onClick={() => onConfig({ wide: !isWide })}
        />
        <PlotButton icon="close" label={t('Hide {0}', title)} onClick={onHide} />
      </div>
      {lack === undefined ? <PlotChart {...props} plot={plot} /> : <p class="empty">{lack}</p>}
    </section>
  );
}

function PlotButton(props: {
  readonly icon: string;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  const { icon, label, disabled, onClick } = props;
  return (
    <button
      type="button"
      class="plot-button"
      aria-label={label}
      title={label}
      disabled={disabled ?? false}
      onClick={onClick}
    >
      <span class={`codicon codicon-${icon}`} aria-hidden="true" />
    </button>
  );
}

function PlotChart({ row, plot, input, tip, select, onCurrent, onConfig }: PlotCardProps) {
  const frame = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<OpenChart | undefined>(undefined);
  const drawn = useRef<Drawing | undefined>(undefined);
  const [said, setSaid] = useState<Pick<Drawing, 'summary' | 'notice' | 'heightEm'>>();
  const { width } = useSize(frame);
  const isInSight = useInSight(frame);
  const emPx = frame.current ? parseFloat(getComputedStyle(frame.current).fontSize) : 13;
  const heightPx = Math.round((said?.heightEm ?? PLOT_EM) * emPx);
  const latest = useRef({ input, tip, select, onCurrent });
  latest.current = { input, tip, select, onCurrent };

  useEffect(() => () => chart.current?.dispose(), []);
  // Inputs of a plot are compared one by one: the time only counts for plots that show it.
  const { columns, passes, selection, current, theme, importances, nowMs } = input;
  useEffect(() => {
    if (!isInSight || width === 0) return undefined;
    return drawSoon(() => {
      const drawing = row.draw({ ...latest.current.input, config: plot, width, emPx });
      drawn.current = drawing;
      const height = Math.round((drawing.heightEm ?? PLOT_EM) * emPx);
      holder.current!.style.height = `${height}px`;
      chart.current ??= openChart(holder.current!, [width, height], {
        click: (at) => latest.current.onCurrent(at),
        tip: (at) => latest.current.tip(at),
        intervals: (axis, places) => {
          const dimension = latest.current.input.columns.dimensions.get(axis);
          if (dimension)
            latest.current.select({
              type: 'range',
              ranges: { [axis]: places.map((one) => intervalAt(dimension, one)) },
            });
        },
      });
      chart.current.resize(width, height);
      chart.current.show(drawing, theme);
      setSaid((last) =>
        last?.summary === drawing.summary &&
        last.notice === drawing.notice &&
        last.heightEm === drawing.heightEm
          ? last
          : drawing,
      );
    });
  }, [
    ...[isInSight, width, emPx, plot, columns, passes, selection, current, theme],
    row.isTimed ? nowMs : 0,
    row.isRanked ? importances : 0,
  ]);
  useLayoutEffect(() => {
    if (width > 0) chart.current?.resize(width, heightPx);
  }, [width, heightPx]);

  const rectangle = useRectangle(
    holder,
    (from, to) => {
      const { grids = [] } = drawn.current ?? {};
      const grid = chart.current?.gridAt(from, grids.length) ?? -1;
      const meaning = grids[grid];
      if (!meaning) return;
      const [a, b] = [chart.current!.placeAt(grid, from), chart.current!.placeAt(grid, to)];
      const x: Interval = [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
      const y: Interval = [Math.min(a[1], b[1]), Math.max(a[1], b[1])];
      if (meaning.picks) return select({ type: 'pick', trials: meaning.picks(x, y) });
      const ranges = [[meaning.x, x] as const, [meaning.y, y] as const].flatMap(([id, ends]) => {
        const dimension = id === undefined ? undefined : columns.dimensions.get(id);
        return dimension ? [[dimension.id, [intervalAt(dimension, ends)]] as const] : [];
      });
      select({ type: 'range', ranges: Object.fromEntries(ranges) });
    },
    (point) => (chart.current?.gridAt(point, drawn.current?.grids?.length ?? 0) ?? -1) >= 0,
  );

  return (
    <div class="plot-body" ref={frame}>
      {row.id === 'parallel' && (
        <AxisHeadings
          columns={columns}
          axes={parallelAxes(columns, plot)}
          onAxes={(axes) => onConfig({ axes })}
        />
      )}
      <div class="plot-chart" role="img" aria-label={`${row.title()}. ${said?.summary ?? ''}`}>
        {/* The library fills the inner element, whose height the drawing sets. */}
        <div ref={holder} class={`plot-holder ${drawn.current?.grids ? 'brushes' : ''}`} />
        {rectangle && <div class="rectangle" style={rectangle} />}
      </div>
      <p class="note">
        {said?.summary} {said?.notice}
      </p>
    </div>
  );
}
