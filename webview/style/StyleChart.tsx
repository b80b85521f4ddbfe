// Chart of the images: a drag selects those in a rectangle, a click opens one, and the pointer shows its picture.

import { useEffect, useRef } from 'preact/hooks';
import type { ChartTheme } from '../charts/chartColours.js';
import { openChart, type ChartDrawing, type OpenChart } from '../charts/openChart.js';
import { useRectangle } from '../charts/useRectangle.js';
import { useSize } from '../ui/useSize.js';
import { imagesIn } from './styleGroups.js';

export interface StyleChartProps {
  readonly drawing: ChartDrawing;
  readonly places: Float64Array;
  readonly theme: ChartTheme;
  /** Sentence about the picture, for screen readers. */
  readonly label: string;
  /** Content of the tooltip of an image. */
  readonly tip: (at: number) => HTMLElement;
  readonly onOpen: (at: number) => void;
  readonly onSelect: (images: readonly number[]) => void;
}

export function StyleChart({ drawing, places, theme, label, tip, onOpen, onSelect }: StyleChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<OpenChart | undefined>(undefined);
  const latest = useRef({ tip, onOpen });
  latest.current = { tip, onOpen };
  const { width, height } = useSize(frame);

  useEffect(() => () => chart.current?.dispose(), []);
  useEffect(() => {
    if (width === 0 || height === 0) return;
    chart.current ??= openChart(holder.current!, [width, height], {
      click: (at) => latest.current.onOpen(at),
      tip: (at) => latest.current.tip(at),
      intervals: () => undefined,
    });
    chart.current.resize(width, height);
    chart.current.show(drawing, theme);
  }, [width, height, drawing, theme]);

  const rectangle = useRectangle(
    holder,
    (from, to) => {
      const [a, b] = [chart.current!.placeAt(0, from), chart.current!.placeAt(0, to)];
      onSelect(
        imagesIn(
          places,
          [Math.min(a[0], b[0]), Math.max(a[0], b[0])],
          [Math.min(a[1], b[1]), Math.max(a[1], b[1])],
        ),
      );
    },
    (point) => (chart.current?.gridAt(point, 1) ?? -1) >= 0,
  );
  return (
    <div class="plot-chart style-chart" ref={frame} role="img" aria-label={label}>
      <div ref={holder} class="plot-holder brushes" />
      {rectangle && <div class="rectangle" style={rectangle} />}
    </div>
  );
}
