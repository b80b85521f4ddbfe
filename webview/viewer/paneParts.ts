// Parts of a pane: one with layers on one another, or two with the edge of a swipe between them. A compared layer may be of
// another pane whose pictures have the same size: one image, two models. Pure.

import type { Pane, PictureLayer } from '../messages/viewer.js';
import type { Comparison } from './viewState.js';
import type { Camera } from './camera.js';
import type { ShownCells } from './cellLayers.js';
import { firstLook, type LayerLook } from './looks.js';
import type { Box } from './paneGrid.js';
import { densityOf } from './stainDensity.js';

export interface ShownPane {
  readonly pane: Pane;
  readonly box: Box;
  readonly camera: Camera;
  readonly cells: readonly ShownCells[];
}

export type Looks = Readonly<Record<string, LayerLook>>;

export function lookOf(looks: Looks, layer: PictureLayer): LayerLook {
  return looks[layer.id] ?? firstLook(layer);
}

/** A layer and its pane. */
export interface Compared {
  readonly pane: Pane;
  readonly layer: PictureLayer;
}

/** Panes whose layers can be compared with those of `pane`, itself first. */
export function comparablePanes(pane: Pane, panes: readonly Pane[]): readonly Pane[] {
  return [pane, ...panes.filter((other) => other !== pane && sameSize(other, pane))];
}

/**
 * The two layers that a pane compares: the chosen ones, or the image and the layer on it. A choice without a pane means
 * each pane's own layer.
 */
export function comparedLayers(
  pane: Pane,
  panes: readonly Pane[],
  { mode, left, right, leftPane, rightPane }: Comparison,
): readonly [Compared | undefined, Compared | undefined] {
  const chosen = (id: string | undefined, of: string | undefined, otherwise: number) => {
    const from = comparablePanes(pane, panes).find((other) => other.id === of) ?? pane;
    // Densities are swiped if chosen; a difference is one of stored colours.
    const stored = from.layers.filter((each) => densityOf(each) === undefined);
    const layer =
      (mode === 'difference' ? stored : from.layers).find((each) => each.id === id) ??
      stored[otherwise] ??
      stored[0];
    return layer && { pane: from, layer };
  };
  return [chosen(left, leftPane, 0), chosen(right, rightPane, 1)];
}

export interface PanePart {
  readonly box: Box;
  readonly content: PartContent;
  readonly cells: readonly ShownCells[];
}

/** Layers on one another, one alone and opaque, or the difference of two. */
export type PartContent =
  | { readonly kind: 'layers'; readonly layers: readonly PictureLayer[] }
  | { readonly kind: 'alone'; readonly layer: PictureLayer }
  | { readonly kind: 'difference'; readonly left: PictureLayer; readonly right: PictureLayer };

export function partsOf(
  { pane, box, cells }: ShownPane,
  all: readonly ShownPane[],
  looks: Looks,
  comparison: Comparison,
): readonly PanePart[] {
  const panes = all.map((each) => each.pane);
  const [left, right] = comparison.mode === 'none' ? [] : comparedLayers(pane, panes, comparison);
  const cellsOf = (compared: Compared) => all.find((each) => each.pane === compared.pane)?.cells ?? [];
  if (comparison.mode === 'swipe' && left && right) {
    const width = Math.min(Math.max(Math.round(box.width * comparison.at), 1), box.width - 1);
    return [
      { box: { ...box, width }, content: { kind: 'alone', layer: left.layer }, cells: cellsOf(left) },
      {
        box: { ...box, left: box.left + width, width: box.width - width },
        content: { kind: 'alone', layer: right.layer },
        cells: cellsOf(right),
      },
    ];
  }
  if (comparison.mode === 'difference' && left && right)
    return [{ box, content: { kind: 'difference', left: left.layer, right: right.layer }, cells }];
  const layers = pane.layers.filter((layer) => lookOf(looks, layer).visible);
  return [{ box, content: { kind: 'layers', layers }, cells }];
}

function sameSize(a: Pane, b: Pane): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx;
}
