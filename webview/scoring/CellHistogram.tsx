// Histogram of a column. A drag across the bars selects the cells of that range; the number fields filter the table.

import { useRef, useState } from 'preact/hooks';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import type { Column, Histogram } from './cellRows.js';

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

export interface CellHistogramProps {
  readonly bars: Histogram;
  /** Selected cells of each bar. */
  readonly selected: readonly number[] | undefined;
  readonly column: Column;
  /** Values whose cells are listed. */
  readonly range: ValueRange | undefined;
  readonly onRange: (range: ValueRange | undefined) => void;
  /** Values whose cells are to be selected. `adds`: to those that are selected already. */
  readonly onSelect: (range: ValueRange, adds: boolean) => void;
}

const HEIGHT = 40;

export function CellHistogram({ bars, selected, column, range, onRange, onSelect }: CellHistogramProps) {
  const { low, high, counts } = bars;
  const most = Math.max(1, ...counts);
  const span = high - low || 1;
  const { decimals } = column;
  const rounded = (value: number) => Number(value.toFixed(decimals));
  /** Value at which the drag began. */
  const anchor = useRef<number | undefined>(undefined);
  const [dragged, setDragged] = useState<ValueRange>();
  const valueAt = ({ currentTarget, clientX }: { currentTarget: SVGSVGElement; clientX: number }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return low + Math.min(1, Math.max(0, (clientX - left) / width)) * span;
  };
  const between = (a: number, b: number): ValueRange => ({ low: Math.min(a, b), high: Math.max(a, b) });
  const number = (end: 'low' | 'high') => (
    <input
      type="number"
      step={10 ** -decimals}
      aria-label={end === 'low' ? t('{0}: from', column.title) : t('{0}: to', column.title)}
      title={t('Only cells in this range are listed')}
      value={rounded(range?.[end] ?? (end === 'low' ? low : high))}
      onChange={({ currentTarget: { value } }) => {
        const typed = Number(value);
        if (value !== '' && Number.isFinite(typed)) onRange({ ...(range ?? { low, high }), [end]: typed });
      }}
    />
  );
  const bar = (name: string, count: number, k: number) =>
    count > 0 && (
      <rect
        key={`${name}${k}`}
        class={name}
        x={k + 0.05}
        width={0.9}
        y={HEIGHT - (count / most) * HEIGHT}
        height={(count / most) * HEIGHT}
      />
    );
  const shade = (name: string, { low: from, high: to }: ValueRange) => (
    <rect
      class={name}
      x={((from - low) / span) * counts.length}
      width={Math.max(0.1, ((to - from) / span) * counts.length)}
      y={0}
      height={HEIGHT}
    />
  );
  return (
    <div class="histogram">
      <svg
        viewBox={`0 0 ${counts.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t(
          'Histogram of {0}, {1} to {2} {3}. Drag to select cells.',
          column.title,
          rounded(low),
          rounded(high),
          column.unit,
        )}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          anchor.current = valueAt(event);
        }}
        onPointerMove={(event) => {
          if (anchor.current !== undefined) setDragged(between(anchor.current, valueAt(event)));
        }}
        onPointerUp={(event) => {
          const from = anchor.current;
          anchor.current = undefined;
          setDragged(undefined);
          // A click selects the cells of one bar.
          if (from === undefined) return;
          const to = valueAt(event);
          const isClick = Math.abs(to - from) < span / 200;
          onSelect(isClick ? barAt(bars, from) : between(from, to), event.shiftKey || event.ctrlKey || event.metaKey);
        }}
        onPointerCancel={() => {
          anchor.current = undefined;
          setDragged(undefined);
        }}
      >
        <title>{t('Drag to select the cells of a range; Shift adds to the selection')}</title>
        {counts.map((count, k) => bar('bar', count, k))}
        {selected?.map((count, k) => bar('selected', count, k))}
        {range && shade('range', range)}
        {dragged && shade('dragged', dragged)}
      </svg>
      <div class="histogram-ends">
        {number('low')}
        <Button
          label={t('All')}
          hint={t('List all values')}
          disabled={!range}
          onClick={() => onRange(undefined)}
        />
        {number('high')}
      </div>
    </div>
  );
}

/** Values of the bar that a value lies in. */
function barAt({ low, high, counts }: Histogram, value: number): ValueRange {
  const width = (high - low) / counts.length;
  if (width === 0) return { low, high };
  const k = Math.min(counts.length - 1, Math.floor((value - low) / width));
  return { low: low + k * width, high: low + (k + 1) * width };
}
