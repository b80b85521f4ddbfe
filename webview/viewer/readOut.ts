// Read-out of a pixel as text: its place, and its colour in each layer on show, as stored in the file, or its optical density.

import type { Pane, Picture, PictureLayer } from '../messages/viewer.js';
import type { ViewState } from './viewState.js';
import { comparedLayers, lookOf } from './paneParts.js';
import { densityOf, densityOfColour } from './stainDensity.js';

/** Colour of a pixel as stored; undefined while it is not here at full resolution. */
export type ColourAt = (picture: Picture, x: number, y: number) => readonly number[] | undefined;

export function readOut(
  pane: Pane,
  panes: readonly Pane[],
  { looks, comparison }: Pick<ViewState, 'looks' | 'comparison'>,
  colourAt: ColourAt,
  at: { readonly x: number; readonly y: number },
): string {
  const x = Math.floor(at.x);
  const y = Math.floor(at.y);
  if (x < 0 || y < 0 || x >= pane.widthPx || y >= pane.heightPx) return '';
  const layers =
    comparison.mode === 'none'
      ? pane.layers.filter((layer) => lookOf(looks, layer).visible)
      : comparedLayers(pane, panes, comparison).flatMap((compared) => compared?.layer ?? []);
  const place =
    pane.mpp === undefined ? '' : ` (${(x * pane.mpp).toFixed(1)}, ${(y * pane.mpp).toFixed(1)} µm)`;
  const values = layers.map((layer) => `${layer.title} ${valueText(layer, colourAt(layer.picture, x, y))}`);
  return [`x ${x}, y ${y}${place}`, ...values].join(' · ');
}

/** Stored levels of red, green and blue, or the optical density that a layer shows. */
function valueText(layer: PictureLayer, colour: readonly number[] | undefined): string {
  if (!colour) return '…';
  const density = densityOf(layer);
  return density ? densityOfColour(density, colour).toFixed(2) : colour.join(' ');
}
