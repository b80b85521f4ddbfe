// A chart of an output with its legend: the chart of the dashboards, with a zoom of its own.

import { useState } from 'preact/hooks';
import { Chart } from '../charts/Chart.js';
import type { SharedCursor } from '../charts/cursor.js';
import type { ChartLine } from '../charts/drawChart.js';
import { countText, tickText } from '../charts/numberText.js';
import type { Span } from '../ui/savedValues.js';

export interface OutputChartProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly version: number;
  readonly cursor: SharedCursor;
  /** "Step 1,200". */
  readonly xName: (text: string) => string;
}

export function OutputChart({ title, lines, version, cursor, xName }: OutputChartProps) {
  const [zoom, setZoom] = useState<{ readonly x: Span | undefined; readonly y: Span | undefined }>();
  return (
    <section class="card" aria-label={title} data-chart={title}>
      <h5>{title}</h5>
      <Chart
        title={title}
        lines={lines}
        count={lines.length}
        drawn
        version={version}
        xRange={zoom?.x}
        yRange={zoom?.y}
        logX={false}
        logY={false}
        clip={false}
        xText={tickText}
        xFullText={(value) => xName(countText(value))}
        yText={tickText}
        cursor={cursor}
        onZoom={(x, y) => setZoom({ x, y })}
        onChoose={() => undefined}
      />
      <ul class="output-legend">
        {lines.map(({ id, label, colour }) => (
          <li key={id}>
            <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
              <circle cx="5" cy="5" r="4" fill={colour} />
            </svg>{' '}
            {label}
          </li>
        ))}
      </ul>
    </section>
  );
}
