// The view as a PNG file: the panes as drawn, each with its title, its score, its legend and its scale bar.

import type { Pane } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import { legendOf, type LegendEntry } from '../viewer/legend.js';
import { scaleBar } from '../viewer/scaleBar.js';
import type { DrawnPanes } from '../viewer/Viewer.js';
import type { ViewState } from '../viewer/viewState.js';

const MARGIN_PX = 12;

/**
 * Call it in the task in which the panes were drawn: WebGL keeps its pixels no longer.
 *
 * @param view looks as they are drawn
 * @param titleOf line above a pane
 */
export async function pngOf(
  { canvas: drawn, panes, headerPx }: DrawnPanes,
  view: Pick<ViewState, 'looks' | 'comparison'>,
  titleOf: (pane: Pane) => string,
): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  canvas.width = drawn.width;
  canvas.height = drawn.height;
  const context = canvas.getContext('2d')!;
  context.drawImage(drawn, 0, 0);
  const ratio = drawn.width / drawn.clientWidth;
  context.scale(ratio, ratio);
  context.font = '12px sans-serif';
  for (const { pane, box, camera } of panes) {
    context.fillStyle = '#000000';
    context.fillRect(box.left, box.top - headerPx, box.width, headerPx);
    context.fillStyle = '#ffffff';
    context.fillText(titleOf(pane), box.left + MARGIN_PX, box.top - 8, box.width - 2 * MARGIN_PX);
    drawLegend(context, legendOf(pane, view), box.left + MARGIN_PX, box.top + MARGIN_PX);
    if (pane.mpp === undefined) continue;
    const bar = scaleBar(pane.mpp, 2 ** camera.zoom, Math.min(160, box.width / 3));
    const left = box.left + MARGIN_PX;
    const bottom = box.top + box.height - MARGIN_PX;
    context.fillStyle = '#000000b0';
    context.fillRect(left - 4, bottom - 22, bar.widthPx + 8, 26);
    context.fillStyle = '#ffffff';
    context.fillRect(left, bottom - 3, bar.widthPx, 3);
    context.fillText(bar.text, left, bottom - 8);
  }
  const blob = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(
      (made) => (made ? resolve(made) : reject(new Error(t('The view is too large for a PNG file.')))),
      'image/png',
    ),
  );
  return new Uint8Array(await blob.arrayBuffer());
}

function drawLegend(
  context: CanvasRenderingContext2D,
  entries: readonly LegendEntry[],
  left: number,
  top: number,
): void {
  if (entries.length === 0) return;
  const widths = entries.map(({ title }) => context.measureText(title).width + 26);
  context.fillStyle = '#000000b0';
  context.fillRect(
    left - 4,
    top - 4,
    widths.reduce((sum, width) => sum + width, 8),
    20,
  );
  let at = left;
  entries.forEach(({ title, colour }, i) => {
    context.fillStyle = colour;
    context.fillRect(at, top + 1, 10, 10);
    context.fillStyle = '#ffffff';
    context.fillText(title, at + 15, top + 10);
    at += widths[i]!;
  });
}
