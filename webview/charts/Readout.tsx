// Values of a chart's curves at one place, with every digit; NaN, and the end of a curve, in words.

import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../ui/l10n.js';
import type { ChartLine } from './drawChart.js';
import { fullText, shortText } from './numberText.js';
import { readings, type Reading } from './readings.js';

export interface ReadoutProps {
  readonly lines: readonly ChartLine[];
  readonly at: number;
  /** Place of the crosshair in the chart, in screen pixels. */
  readonly left: number;
  readonly xFullText: (value: number) => string;
  /** Distance from the last value, in the axis' own unit, within which the place still means it. */
  readonly reach: number;
  readonly visible: (line: ChartLine, row: number) => boolean;
}

const MOST_LINES = 12;
const GAP_PX = 12;

export function Readout({ lines, at, left, xFullText, reach, visible }: ReadoutProps) {
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
  const rows = lines.flatMap((line) => readings(line, at, reach));
  if (rows.length === 0) return null;
  const shown = rows.filter(({ line, row, text }) => text !== undefined || visible(line, row));
  const heightOf = ({ line, row, value, isPast }: Reading) =>
    isPast ? -Infinity : (line.smooth?.y[row] ?? value);
  const listed = (shown.length > 0 ? shown : rows)
    .sort((a, b) => heightOf(b) - heightOf(a) || 0)
    .slice(0, MOST_LINES);
  const smoothed = listed.some(({ line, text }) => line.smooth && text === undefined);
  const first = rows.find(({ isPast }) => !isPast);
  return (
    <div class="readout" ref={box}>
      <b>{xFullText(first ? first.line.raw.x[first.row]! : at)}</b>
      <table>
        <tbody>
          {listed.map(({ line, row, value, text }) => (
            <tr key={line.id}>
              <td>
                <i style={{ background: line.colour }} />
                {line.label}
              </td>
              {text === undefined ? (
                <>
                  {smoothed && <td>{line.smooth ? shortText(line.smooth.y[row]!) : ''}</td>}
                  <td class="full">{fullText(value)}</td>
                </>
              ) : (
                <td class="full" colSpan={smoothed ? 2 : 1}>
                  {text}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > listed.length && <small>{t('… {0} more', rows.length - listed.length)}</small>}
    </div>
  );
}
