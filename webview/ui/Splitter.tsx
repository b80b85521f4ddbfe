// Edge of an area that can be dragged to resize it, after the ARIA pattern of a window splitter. It lies in the area, on the
// edge; arrows, Home and End move it, a double click gives the area its first size again.

import { useRef, useState } from 'preact/hooks';
import { isPlainKey } from './keys.js';
import { t } from './l10n.js';
import { boundedSize, sizeAfterDrag, sizeAfterKey, sizeBounds, type Edge } from './splitSizes.js';

export interface SplitterProps {
  readonly label: string;
  readonly edge: Edge;
  readonly leastPx: number;
  /** New size of the area in CSS pixels; undefined: its first size. */
  readonly onSize: (sizePx: number | undefined) => void;
}

interface Drag {
  readonly fromPx: number;
  readonly sizePx: number;
}

export function Splitter({ label, edge, leastPx, onSize }: SplitterProps) {
  const element = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const isUpright = edge !== 'top';
  const placeOf = (event: PointerEvent) => (isUpright ? event.clientX : event.clientY);
  const measured = () => {
    const area = element.current!.parentElement!;
    const box = area.getBoundingClientRect();
    return {
      sizePx: isUpright ? box.width : box.height,
      bounds: sizeBounds(leastPx, isUpright ? window.innerWidth : window.innerHeight),
    };
  };
  return (
    <div
      ref={element}
      class={`splitter at-${edge}${drag ? ' dragged' : ''}`}
      role="separator"
      aria-orientation={isUpright ? 'vertical' : 'horizontal'}
      aria-label={label}
      title={t('Drag to resize, double-click to reset')}
      tabIndex={0}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault(); // no text is selected meanwhile
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ fromPx: placeOf(event), sizePx: measured().sizePx });
      }}
      onPointerMove={(event) => {
        if (!drag) return;
        const { bounds } = measured();
        onSize(sizeAfterDrag(drag.sizePx, placeOf(event) - drag.fromPx, edge, bounds));
      }}
      onPointerUp={() => setDrag(undefined)}
      onPointerCancel={() => setDrag(undefined)}
      onDblClick={() => onSize(undefined)}
      onFocus={({ currentTarget }) => {
        const { sizePx, bounds } = measured();
        currentTarget.setAttribute('aria-valuemin', String(bounds.leastPx));
        currentTarget.setAttribute('aria-valuemax', String(bounds.mostPx));
        currentTarget.setAttribute('aria-valuenow', String(boundedSize(sizePx, bounds)));
      }}
      onKeyDown={(event) => {
        const { sizePx, bounds } = measured();
        const size = isPlainKey(event) ? sizeAfterKey(sizePx, event.key, edge, bounds) : undefined;
        if (size === undefined) return;
        event.preventDefault();
        event.currentTarget.setAttribute('aria-valuenow', String(size));
        onSize(size);
      }}
    />
  );
}
