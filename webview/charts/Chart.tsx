// One chart on a canvas: drag to zoom, Shift and drag to move, the wheel while it has the focus (or with Ctrl), double
// click to see everything, click to choose a step. Keys: arrows, Home and End read values off, + and - zoom, 0 shows all, Enter chooses, Escape
// ends reading.

import './charts.css';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isPlainKey } from '../ui/keys.js';
import { t } from '../ui/l10n.js';
import type { Span } from '../ui/savedValues.js';
import { useTheme } from '../ui/theme.js';
import { useSize } from '../ui/useSize.js';
import { useWheelZoom } from '../ui/useWheel.js';
import { position, valueAt, zoomed, type Axis } from './axis.js';
import { chartTheme } from './chartColours.js';
import { fittingY, wholeX } from './chartScales.js';
import type { SharedCursor } from './cursor.js';
import { drawChart, type ChartLine, type Frame } from './drawChart.js';
import { Readout } from './Readout.js';
import { spokenReadings } from './readings.js';

export interface ChartProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** Number of lines now; `lines` may be older while the chart is not drawn. */
  readonly count: number;
  /** False while the chart is out of sight. */
  readonly drawn: boolean;
  /** Changes whenever a curve has grown. */
  readonly version: number;
  readonly xRange: Span | undefined;
  readonly yRange: Span | undefined;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly clip: boolean;
  readonly xText: (value: number, step: number) => string;
  readonly xFullText: (value: number) => string;
  readonly yText: (value: number, step: number) => string;
  /** Abscissa of the chosen step. */
  readonly marker?: number;
  readonly cursor: SharedCursor;
  /** Undefined ranges show everything. */
  readonly onZoom: (x: Span | undefined, y: Span | undefined) => void;
  readonly onChoose: (x: number) => void;
}

const MARGIN = { left: 54, top: 8, right: 10, bottom: 24 };
const DRAG_PX = 4;
/** Least height of a drag that zooms both ways. */
const BOX_PX = 24;
const HEIGHT_PX = 210;
const DOUBLE_CLICK_MS = 250;
/** Share of the axis that an arrow key moves the cursor by. */
const KEY_SHARE = 0.01;
/** Distance from the end of a curve within which the pointer still means its last value. */
const REACH_PX = 4;

interface Drag {
  readonly x: number;
  readonly y: number;
  toX: number;
  toY: number;
  readonly pans: boolean;
  readonly axes: { readonly x: Axis; readonly y: Axis };
}

export function Chart(props: ChartProps) {
  const { lines, count, drawn, xRange, yRange, logX, logY, clip, cursor, title } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number>();
  const [own, setOwn] = useState(false);
  const [spoken, setSpoken] = useState('');
  const [drag, setDrag] = useState<Drag>();
  const { width } = useSize(box);
  const themeVersion = useTheme();
  useEffect(() => cursor.listen(setAt), [cursor]);

  const frame: Frame = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: Math.max(10, width - MARGIN.left - MARGIN.right),
    height: HEIGHT_PX - MARGIN.top - MARGIN.bottom,
  };
  const whole = useMemo(() => wholeX(lines, logX), [lines, logX]);
  const x: Axis = xRange
    ? { ...xRange, log: logX && xRange.min > 0 }
    : (whole ?? { min: 0, max: 1, log: false });
  // Kept between renders: every move of the pointer renders.
  const fitting = useMemo(
    () => (yRange ? undefined : fittingY(lines, x, logY, clip)),
    [lines, yRange, x.min, x.max, x.log, logY, clip],
  );
  const y: Axis = yRange ? { ...yRange, log: logY && yRange.min > 0 } : fitting!;
  const choosing = useRef<number | undefined>(undefined);
  const axes = useRef({ x, y });
  axes.current = { x, y };

  useLayoutEffect(() => {
    const element = canvas.current!;
    if (width === 0 || !drawn) return;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(HEIGHT_PX * ratio)];
    if (element.width !== wide || element.height !== high) {
      element.width = wide;
      element.height = high;
    }
    // The processor draws: thirty small pictures of lines are slower through a GPU, and far slower through a GPU in
    // software (remote desktops, browsers of servers).
    const context = element.getContext('2d', { willReadFrequently: true })!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, HEIGHT_PX);
    drawChart(context, lines, {
      frame,
      x,
      y,
      xText: props.xText,
      yText: props.yText,
      theme: chartTheme(),
      ...(props.marker === undefined ? {} : { marker: props.marker }),
    });
  }, [
    props.version,
    lines,
    width,
    drawn,
    x.min,
    x.max,
    x.log,
    y.min,
    y.max,
    y.log,
    props.marker,
    themeVersion,
  ]);

  const pointOf = (event: MouseEvent) => {
    const { left, top } = canvas.current!.getBoundingClientRect();
    return { x: event.clientX - left - frame.left, y: event.clientY - top - frame.top };
  };
  const readAt = (px: number | undefined) =>
    cursor.set(px === undefined || px < 0 || px > frame.width ? undefined : valueAt(x, px / frame.width));
  const zoomX = (share: number, factor: number) => {
    const next = zoomed(x, share, factor);
    const all = whole && next.min <= whole.min && next.max >= whole.max;
    props.onZoom(all ? undefined : { min: next.min, max: next.max }, yRange);
  };
  const finish = () => {
    if (!drag) return;
    setDrag(undefined);
    const [fromX, toX] = [Math.min(drag.x, drag.toX), Math.max(drag.x, drag.toX)];
    const [fromY, toY] = [Math.min(drag.y, drag.toY), Math.max(drag.y, drag.toY)];
    if (toX - fromX < DRAG_PX && toY - fromY < DRAG_PX) {
      // A click chooses once it cannot become a double click.
      clearTimeout(choosing.current);
      const chosen = valueAt(x, drag.x / frame.width);
      if (drag.x >= 0 && drag.x <= frame.width)
        choosing.current = window.setTimeout(() => props.onChoose(chosen), DOUBLE_CLICK_MS);
      return;
    }
    if (drag.pans) return;
    const spanX =
      toX - fromX >= DRAG_PX
        ? {
            min: valueAt(x, Math.max(0, fromX / frame.width)),
            max: valueAt(x, Math.min(1, toX / frame.width)),
          }
        : xRange;
    const spanY =
      toY - fromY >= BOX_PX
        ? { min: valueAt(y, 1 - toY / frame.height), max: valueAt(y, 1 - fromY / frame.height) }
        : yRange;
    props.onZoom(spanX, spanY);
  };
  /** Moves the cursor by a key: screen readers say the values there. */
  const readOut = (to: number) => {
    const place = valueAt(x, to);
    cursor.set(place);
    setSpoken(spokenReadings(lines, place, reachAt(to), props.xFullText));
  };
  const reachAt = (place: number) => valueAt(x, place + REACH_PX / frame.width) - valueAt(x, place);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isPlainKey(event)) return;
    const share = at === undefined ? 0.5 : position(x, at);
    const steps: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => readOut(Math.max(0, share - KEY_SHARE)),
      ArrowRight: () => readOut(Math.min(1, share + KEY_SHARE)),
      Home: () => readOut(0),
      End: () => readOut(1),
      '+': () => zoomX(share, 0.7),
      '=': () => zoomX(share, 0.7),
      '-': () => zoomX(share, 1 / 0.7),
      '0': () => props.onZoom(undefined, undefined),
      Enter: () => at !== undefined && props.onChoose(at),
      Escape: () => {
        cursor.set(undefined);
        setSpoken('');
      },
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    setOwn(true);
    step();
  };

  useWheelZoom(canvas, (event, octaves) => zoomX(pointOf(event).x / frame.width, 2 ** -octaves));

  const share = at === undefined ? undefined : position(x, at);
  const cursorPx =
    share !== undefined && share >= 0 && share <= 1 ? frame.left + share * frame.width : undefined;
  return (
    <div class="chart" ref={box} style={{ height: `${HEIGHT_PX}px` }}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={t(
          '{0}, curves: {1}. Arrows read values off, plus and minus zoom, 0 shows everything, Enter chooses the step of the samples.',
          title,
          count,
        )}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOwn(false);
          setSpoken('');
        }}
        onDblClick={() => {
          clearTimeout(choosing.current);
          props.onZoom(undefined, undefined);
        }}
        onPointerDown={(event) => {
          if (event.button > 1) return;
          const point = pointOf(event);
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({
            ...point,
            toX: point.x,
            toY: point.y,
            pans: event.shiftKey || event.button === 1,
            axes: axes.current,
          });
        }}
        onPointerMove={(event) => {
          const point = pointOf(event);
          setOwn(true);
          readAt(point.x);
          if (!drag) return;
          setDrag({ ...drag, toX: point.x, toY: point.y });
          if (drag.pans) {
            const moved = (axis: Axis, by: number) => ({
              min: valueAt(axis, by),
              max: valueAt(axis, 1 + by),
            });
            props.onZoom(
              moved(drag.axes.x, (drag.x - point.x) / frame.width),
              yRange && moved(drag.axes.y, (point.y - drag.y) / frame.height),
            );
          }
        }}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => {
          setOwn(false);
          readAt(undefined);
        }}
      />
      {drag && !drag.pans && Math.abs(drag.toX - drag.x) >= DRAG_PX && (
        <div
          class="zoom-box"
          style={{
            left: `${frame.left + Math.min(drag.x, drag.toX)}px`,
            width: `${Math.abs(drag.toX - drag.x)}px`,
            ...(Math.abs(drag.toY - drag.y) >= BOX_PX
              ? {
                  top: `${frame.top + Math.min(drag.y, drag.toY)}px`,
                  height: `${Math.abs(drag.toY - drag.y)}px`,
                }
              : { top: `${frame.top}px`, height: `${frame.height}px` }),
          }}
        />
      )}
      {cursorPx !== undefined && (
        <div
          class="crosshair"
          style={{ left: `${cursorPx}px`, top: `${frame.top}px`, height: `${frame.height}px` }}
        />
      )}
      {cursorPx !== undefined && own && !drag && (
        <Readout
          lines={lines}
          at={at!}
          left={cursorPx}
          xFullText={props.xFullText}
          reach={reachAt(share!)}
          visible={(line, row) => {
            const down = 1 - position(y, (line.smooth ?? line.raw).y[row]!);
            return down >= -0.05 && down <= 1.05;
          }}
        />
      )}
      <p class="unseen" role="status">
        {spoken}
      </p>
      {drawn && lines.every(({ raw }) => raw.count === 0) && <p class="chart-empty">{t('No values yet')}</p>}
    </div>
  );
}
