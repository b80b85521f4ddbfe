// Histogram of a column. A drag across the bars selects the cells of that range; the number fields filter the table.

import { useRef, useState } from 'preact/hooks';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import type { Column } from './cellRows.js';
import { binOf, type Histogram } from './columnHistogram.js';

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
  /** Bars whose cells are to be selected, both ends included. `adds`: to those that are selected already. */
  readonly onSelect: (first: number, last: number, adds: boolean) => void;
}

const HEIGHT = 40;

export function CellHistogram({ bars, selected, column, range, onRange, onSelect }: CellHistogramProps) {
  const { low, high, most: largest, counts } = bars;
  const most = Math.max(1, ...counts);
  const span = high - low || 1;
  const { decimals } = column;
  const rounded = (value: number) => Number(value.toFixed(decimals));
  /** Bar at which a drag began. */
  const anchor = useRef<number | undefined>(undefined);
  const [dragged, setDragged] = useState<readonly [first: number, last: number]>();
  const barAt = ({ currentTarget, clientX }: { currentTarget: SVGSVGElement; clientX: number }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return binOf(bars, low + Math.min(1, Math.max(0, (clientX - left) / width)) * (high - low));
  };
  const between = (a: number, b: number) => [Math.min(a, b), Math.max(a, b)] as const;
  const number = (end: 'low' | 'high') => (
    <input
      type="number"
      step={10 ** -decimals}
      aria-label={end === 'low' ? t('{0}: from', column.title) : t('{0}: to', column.title)}
      title={t('Only cells in this range are listed')}
      value={rounded(range?.[end] ?? (end === 'low' ? low : largest))}
      onChange={({ currentTarget: { value } }) => {
        const typed = Number(value);
        if (value !== '' && Number.isFinite(typed))
          onRange({ ...(range ?? { low, high: largest }), [end]: typed });
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
  const shade = (name: string, from: number, to: number) => (
    <rect class={name} x={from} width={Math.max(0.1, to - from)} y={0} height={HEIGHT} />
  );
  const across = (value: number) => Math.min(1, (value - low) / span) * counts.length;
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
          rounded(largest),
          column.unit,
        )}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          anchor.current = barAt(event);
          setDragged([anchor.current, anchor.current]);
        }}
        onPointerMove={(event) => {
          if (anchor.current !== undefined) setDragged(between(anchor.current, barAt(event)));
        }}
        onPointerUp={(event) => {
          const from = anchor.current;
          anchor.current = undefined;
          setDragged(undefined);
          if (from === undefined) return;
          onSelect(...between(from, barAt(event)), event.shiftKey || event.ctrlKey || event.metaKey);
        }}
        onPointerCancel={() => {
          anchor.current = undefined;
          setDragged(undefined);
        }}
      >
        <title>
          {largest > high
            ? t(
                'Drag to select the cells of a range; Shift adds to the selection. The last bar has all cells above {0}.',
                rounded(high),
              )
            : t('Drag to select the cells of a range; Shift adds to the selection')}
        </title>
        {counts.map((count, k) => bar('bar', count, k))}
        {selected?.map((count, k) => bar('selected', count, k))}
        {range && shade('range', across(range.low), across(range.high))}
        {largest > high && (
          <line class="cut" x1={counts.length - 1} x2={counts.length - 1} y1={0} y2={HEIGHT} />
        )}
        {dragged && shade('dragged', dragged[0], dragged[1] + 1)}
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
