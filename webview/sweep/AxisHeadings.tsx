// Headings of the axes of parallel coordinates. They are dragged to another place, or moved there with Shift and an arrow;
// Delete leaves an axis out.

import { useRef, useState } from 'preact/hooks';
import { t } from '../ui/l10n.js';
import { titleOf } from './plots/axes.js';
import { PARALLEL_SIDE_PX } from './plots/parallel.js';
import type { Columns, DimensionId } from './trialColumns.js';

export interface AxisHeadingsProps {
  readonly columns: Columns;
  readonly axes: readonly DimensionId[];
  readonly onAxes: (axes: readonly DimensionId[]) => void;
}

export function AxisHeadings({ columns, axes, onAxes }: AxisHeadingsProps) {
  const row = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<{ readonly id: DimensionId; readonly to: number }>();
  const shown = dragged ? moved(axes, dragged.id, dragged.to) : axes;
  const placeOf = (event: PointerEvent) => {
    const box = row.current!.getBoundingClientRect();
    const share = (event.clientX - box.left - PARALLEL_SIDE_PX) / (box.width - 2 * PARALLEL_SIDE_PX);
    return Math.round(Math.min(Math.max(share, 0), 1) * (axes.length - 1));
  };
  const move = (id: DimensionId, by: number) => {
    const to = axes.indexOf(id) + by;
    if (to >= 0 && to < axes.length) onAxes(moved(axes, id, to));
  };
  return (
    <div class="axis-headings" ref={row} role="group" aria-label={t('Axes')}>
      {shown.map((id, at) => {
        const title = titleOf(columns.dimensions.get(id)!);
        const share = axes.length > 1 ? at / (axes.length - 1) : 0.5;
        return (
          <button
            key={id}
            type="button"
            class={dragged?.id === id ? 'dragged' : ''}
            style={{
              left: `calc(${PARALLEL_SIDE_PX}px + (100% - ${2 * PARALLEL_SIDE_PX}px) * ${share})`,
              maxWidth: `calc((100% - ${PARALLEL_SIDE_PX}px) / ${axes.length})`,
            }}
            title={t('{0}: drag to move the axis, or Shift with an arrow; Delete leaves it out', title)}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              setDragged({ id, to: axes.indexOf(id) });
            }}
            onPointerMove={(event) => {
              if (dragged) setDragged({ id: dragged.id, to: placeOf(event) });
            }}
            onPointerUp={() => {
              if (dragged && axes.indexOf(dragged.id) !== dragged.to) onAxes(shown);
              setDragged(undefined);
            }}
            onPointerCancel={() => setDragged(undefined)}
            onKeyDown={(event) => {
              const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
              if (event.shiftKey && by !== undefined) move(id, by);
              else if (event.key === 'Delete' && axes.length > 2) onAxes(axes.filter((one) => one !== id));
              else return;
              event.preventDefault();
            }}
          >
            {title}
          </button>
        );
      })}
    </div>
  );
}

function moved(axes: readonly DimensionId[], id: DimensionId, to: number): readonly DimensionId[] {
  const rest = axes.filter((one) => one !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}
