// Card on the stage about selected cells: beside a cell that is in sight, else at the lower edge of its pane.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cardCorner, type CardPlace } from './cardPlace.js';
import type { Size } from './camera.js';
import type { ShownPane } from './paneParts.js';

export function CellCard(props: {
  readonly place: CardPlace;
  readonly panes: readonly ShownPane[];
  readonly stage: Size;
  readonly content: ComponentChildren;
}) {
  const { place, panes, stage, content } = props;
  const card = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!card.current) return;
    const { offsetWidth: width, offsetHeight: height } = card.current;
    if (width !== size.width || height !== size.height) setSize({ width, height });
  });
  const on = panes.find(({ pane }) => pane.id === place.pane);
  if (!on) return null;
  const [left, top] = cardCorner(on, place.cell, size, stage);
  return (
    <div class="cell-card" ref={card} style={{ left: `${left}px`, top: `${top}px` }}>
      {content}
    </div>
  );
}
