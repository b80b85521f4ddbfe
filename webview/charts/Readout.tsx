// Values of a chart's curves at one place, with every digit.

import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../ui/l10n.js';
import type { ChartLine } from './drawChart.js';
import { fullText, shortText } from './numberText.js';
import { nearestRow } from './polyline.js';

export interface ReadoutProps {
  readonly lines: readonly ChartLine[];
  readonly at: number;
  /** Place of the crosshair in the chart, in screen pixels. */
  readonly left: number;
  readonly xFullText: (value: number) => string;
  readonly visible: (line: ChartLine, row: number) => boolean;
}

const MOST_LINES = 12;
const GAP_PX = 12;

export function Readout({ lines, at, left, xFullText, visible }: ReadoutProps) {
  const box = useRef<HTMLDivElement>(null);
  // The box lies right of the crosshair where the window has room, else left of it, never outside.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = element.parentElement!.getBoundingClientRect();
    const { width } = element.getBoundingClientRect();
    const at = chart.left + left;
    const right = at + GAP_PX + width < window.innerWidth;
    element.style.left = `${(right ? at + GAP_PX : Math.max(GAP_PX, at - GAP_PX - width)) - chart.left}px`;
  });
  const rows = lines.flatMap((line) => {
    const row = nearestRow(line.raw, at);
    return row === undefined ? [] : [{ line, row, value: line.raw.y[row]! }];
  });
  if (rows.length === 0) return null;
  const shown = rows.filter(({ line, row }) => visible(line, row));
  const listed = (shown.length > 0 ? shown : rows)
    .sort((a, b) => (b.line.smooth?.y[b.row] ?? b.value) - (a.line.smooth?.y[a.row] ?? a.value))
    .slice(0, MOST_LINES);
  const smoothed = listed.some(({ line }) => line.smooth);
  const first = listed[0]!;
  return (
    <div class="readout" role="status" ref={box}>
      <b>{xFullText(first.line.raw.x[first.row]!)}</b>
      <table>
        <tbody>
          {listed.map(({ line, row, value }) => (
            <tr key={line.id}>
              <td>
                <i style={{ background: line.colour }} />
                {line.label}
              </td>
              {smoothed && <td>{line.smooth ? shortText(line.smooth.y[row]!) : ''}</td>}
              <td class="full">{fullText(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > listed.length && <small>{t('… {0} more', rows.length - listed.length)}</small>}
    </div>
  );
}
