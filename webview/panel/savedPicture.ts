// The view as a PNG file: the panes as drawn, each with the scale bar that it has on screen.

import type { Pane } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import { fitCamera } from '../viewer/camera.js';
import { paneBoxes } from '../viewer/paneGrid.js';
import { scaleBar } from '../viewer/scaleBar.js';
import type { ViewState } from '../viewer/viewState.js';

const MARGIN_PX = 12;

/** Call it in the task in which the canvas was drawn: WebGL keeps its pixels no longer. */
export async function pngOf(
  drawn: HTMLCanvasElement,
  panes: readonly Pane[],
  view: ViewState,
): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  canvas.width = drawn.width;
  canvas.height = drawn.height;
  const context = canvas.getContext('2d')!;
  context.drawImage(drawn, 0, 0);
  const ratio = drawn.width / drawn.clientWidth;
  context.scale(ratio, ratio);
  paneBoxes(panes.length, drawn.clientWidth, drawn.clientHeight).forEach((box, i) => {
    const pane = panes[i]!;
    if (pane.mpp === undefined) return;
    const { zoom } = view.cameras[pane.id] ?? fitCamera({ width: pane.widthPx, height: pane.heightPx }, box);
    const bar = scaleBar(pane.mpp, 2 ** zoom, Math.min(160, box.width / 3));
    const left = box.left + MARGIN_PX;
    const bottom = box.top + box.height - MARGIN_PX;
    context.fillStyle = '#000000b0';
    context.fillRect(left - 4, bottom - 22, bar.widthPx + 8, 26);
    context.fillStyle = '#ffffff';
    context.fillRect(left, bottom - 3, bar.widthPx, 3);
    context.font = '12px sans-serif';
    context.fillText(bar.text, left, bottom - 8);
  });
  const blob = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(
      (made) => (made ? resolve(made) : reject(new Error(t('The view is too large for a PNG file.')))),
      'image/png',
    ),
  );
  return new Uint8Array(await blob.arrayBuffer());
}
