// What stands at a pixel, in words: its place, and its colour in each visible layer, as stored in the file.

import type { Pane } from '../messages/viewer.js';
import type { ViewState } from '../panel/viewState.js';
import type { PictureStore } from './pictureStore.js';
import { comparedLayers, lookOf } from './scene.js';

export function readOut(
  pane: Pane,
  { looks, comparison }: Pick<ViewState, 'looks' | 'comparison'>,
  store: Pick<PictureStore, 'pixel'>,
  at: { readonly x: number; readonly y: number },
): string {
  const x = Math.floor(at.x);
  const y = Math.floor(at.y);
  if (x < 0 || y < 0 || x >= pane.widthPx || y >= pane.heightPx) return '';
  const layers =
    comparison.mode === 'none'
      ? pane.layers.filter((layer) => lookOf(looks, layer).visible)
      : comparedLayers(pane, comparison).flatMap((layer) => layer ?? []);
  const place =
    pane.mpp === undefined ? '' : ` (${(x * pane.mpp).toFixed(1)}, ${(y * pane.mpp).toFixed(1)} µm)`;
  const values = layers.map(({ title, picture }) => {
    const pixel = store.pixel(picture, x, y);
    return `${title} ${pixel ? pixel.join(' ') : '…'}`;
  });
  return [`x ${x}, y ${y}${place}`, ...values].join(' · ');
}
