// Boxes of panes side by side. Pure.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 2;
const NARROW_PX = 420;

/** Boxes of so many panes: one below the other in a narrow view, else up to three in a row. */
export function paneBoxes(count: number, width: number, height: number): Box[] {
  const columns = width < NARROW_PX ? 1 : count <= 1 ? 1 : count <= 4 ? 2 : 3;
  const rows = Math.max(1, Math.ceil(count / columns));
  const w = (width - GAP_PX * (columns - 1)) / columns;
  const h = (height - GAP_PX * (rows - 1)) / rows;
  return Array.from({ length: count }, (_, i) => ({
    left: (i % columns) * (w + GAP_PX),
    top: Math.floor(i / columns) * (h + GAP_PX),
    width: Math.max(1, w),
    height: Math.max(1, h),
  }));
}

/** Box of the picture in the box of a pane, below its header. */
export function belowHeader(box: Box, headerPx: number): Box {
  return { ...box, top: box.top + headerPx, height: Math.max(1, box.height - headerPx) };
}
