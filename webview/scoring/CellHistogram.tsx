// Histogram of a column, and a range of its values to filter by: dragged across the bars, or typed.

import { useRef } from 'preact/hooks';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import type { Column, Histogram } from './cellRows.js';

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

export interface CellHistogramProps {
  readonly bars: Histogram;
  readonly column: Column;
  readonly range: ValueRange | undefined;
  readonly onRange: (range: ValueRange | undefined) => void;
}

const HEIGHT = 40;

export function CellHistogram({ bars, column, range, onRange }: CellHistogramProps) {
  const { low, high, counts } = bars;
  const most = Math.max(1, ...counts);
  const span = high - low || 1;
  const { decimals } = column;
  const rounded = (value: number) => Number(value.toFixed(decimals));
  /** Fixed end of the range during a drag: where it began, or the other end of the range whose end was taken. */
  const anchor = useRef<number | undefined>(undefined);
  const valueAt = ({ currentTarget, clientX }: { currentTarget: SVGSVGElement; clientX: number }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return low + Math.min(1, Math.max(0, (clientX - left) / width)) * span;
  };
  const between = (a: number, b: number): ValueRange => ({
    low: rounded(Math.min(a, b)),
    high: rounded(Math.max(a, b)),
  });
  const number = (end: 'low' | 'high') => (
    <input
      type="number"
      step={10 ** -decimals}
      aria-label={end === 'low' ? t('{0}: from', column.title) : t('{0}: to', column.title)}
      value={rounded(range?.[end] ?? (end === 'low' ? low : high))}
      onChange={({ currentTarget: { value } }) => {
        const typed = Number(value);
        if (value !== '' && Number.isFinite(typed)) onRange({ ...(range ?? { low, high }), [end]: typed });
      }}
    />
  );
  return (
    <div class="histogram">
      <svg
        viewBox={`0 0 ${counts.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t(
          'Histogram of {0}, {1} to {2} {3}. Drag to filter.',
          column.title,
          rounded(low),
          rounded(high),
          column.unit,
        )}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const value = valueAt(event);
          const isNear = (end: number) => Math.abs(end - value) < span / 40;
          anchor.current =
            range && isNear(range.low) ? range.high : range && isNear(range.high) ? range.low : value;
        }}
        onPointerMove={(event) => {
          if (anchor.current !== undefined) onRange(between(anchor.current, valueAt(event)));
        }}
        onPointerUp={(event) => {
          const value = valueAt(event);
          // A click without a drag removes the range.
          if (anchor.current !== undefined && Math.abs(anchor.current - value) < span / 200)
            onRange(undefined);
          anchor.current = undefined;
        }}
      >
        {counts.map((count, k) => (
          <rect
            key={k}
            x={k + 0.05}
            width={0.9}
            y={HEIGHT - (count / most) * HEIGHT}
            height={(count / most) * HEIGHT}
          />
        ))}
        {range && (
          <rect
            class="range"
            x={((range.low - low) / span) * counts.length}
            width={Math.max(0.1, ((range.high - range.low) / span) * counts.length)}
            y={0}
            height={HEIGHT}
          />
        )}
      </svg>
      <div class="histogram-ends">
        {number('low')}
        <Button
          label={t('All')}
          hint={t('Show all values')}
          disabled={!range}
          onClick={() => onRange(undefined)}
        />
        {number('high')}
      </div>
    </div>
  );
}
