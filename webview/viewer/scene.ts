// What deck.gl is to draw: for each pane a view, or two where a swipe's edge divides it, and the layers of each.

import { OrthographicView, type Layer } from '@deck.gl/core';
import type { Pane, PictureLayer } from '../messages/viewer.js';
import type { Comparison } from '../panel/viewState.js';
import { boundsInSight, partCamera, type Camera } from './camera.js';
import { cellLayers, type ShownCells } from './cellLayers.js';
import { firstLook, type LayerLook } from './looks.js';
import type { Box } from './paneGrid.js';
import { pictureLayers } from './pictureLayers.js';
import type { PictureStore, Piece } from './pictureStore.js';

export interface ShownPane {
  readonly pane: Pane;
  readonly box: Box;
  readonly camera: Camera;
  readonly cells: readonly ShownCells[];
}

export interface Scene {
  readonly views: OrthographicView[];
  readonly viewState: Record<string, { target: [number, number, number]; zoom: number }>;
  readonly layers: Layer[];
}

type Looks = Readonly<Record<string, LayerLook>>;

/** A layer belongs to the view that its id starts with. */
export function viewIdOf(layerId: string): string {
  return layerId.slice(0, layerId.indexOf(':'));
}

export function lookOf(looks: Looks, layer: PictureLayer): LayerLook {
  return looks[layer.id] ?? firstLook(layer);
}

/** The two layers of a comparison: those chosen, or the image and what lies on it. */
export function comparedLayers(
  { layers }: Pane,
  { left, right }: Comparison,
): readonly [PictureLayer | undefined, PictureLayer | undefined] {
  const chosen = (id: string | undefined, otherwise: number) =>
    layers.find((layer) => layer.id === id) ?? layers[otherwise] ?? layers[0];
  return [chosen(left, 0), chosen(right, 1)];
}

export function buildScene(
  panes: readonly ShownPane[],
  looks: Looks,
  comparison: Comparison,
  store: PictureStore,
): Scene {
  const views: OrthographicView[] = [];
  const viewState: Scene['viewState'] = {};
  const layers: Layer[] = [];
  panes.forEach(({ pane, box, camera, cells }, index) => {
    const sight = boundsInSight(camera, box);
    const zoom = camera.zoom + Math.log2(window.devicePixelRatio || 1);
    const piecesOf = ({ picture }: PictureLayer) => store.pieces(picture, pane, zoom, sight);
    const add = (id: string, part: Box, fill: (prefix: string) => Layer[]) => {
      const {
        x,
        y,
        zoom: partZoom,
      } = partCamera(camera, box, { left: part.left - box.left, width: part.width });
      views.push(
        new OrthographicView({ id, x: part.left, y: part.top, width: part.width, height: part.height }),
      );
      viewState[id] = { target: [x, y, 0], zoom: partZoom };
      layers.push(...fill(`${id}:`));
      cells.forEach((shown, map) =>
        layers.push(...cellLayers(`${id}:cells${map}`, shown, 2 ** camera.zoom, sight)),
      );
    };
    const [left, right] = comparedLayers(pane, comparison);
    const one = (layer: PictureLayer | undefined) => (prefix: string) =>
      layer
        ? pictureLayers(`${prefix}${layer.id}/`, piecesOf(layer), {
            ...lookOf(looks, layer),
            opacity: 1,
            blend: 'normal',
          })
        : [];
    if (comparison.mode === 'swipe' && left && right) {
      const width = Math.min(Math.max(Math.round(box.width * comparison.at), 1), box.width - 1);
      add(`p${index}a`, { ...box, width }, one(left));
      add(`p${index}b`, { ...box, left: box.left + width, width: box.width - width }, one(right));
    } else if (comparison.mode === 'difference' && left && right) {
      const difference = matching(piecesOf(left), piecesOf(right), store);
      add(`p${index}`, box, (prefix) =>
        pictureLayers(`${prefix}difference/`, difference, { opacity: 1, blend: 'normal' }),
      );
    } else
      add(`p${index}`, box, (prefix) => {
        const visible = pane.layers.filter((layer) => lookOf(looks, layer).visible);
        return visible.flatMap((layer, i) => {
          const look = lookOf(looks, layer);
          // There is nothing below the lowest that it could blend with.
          const blend = i === 0 ? 'normal' : look.blend;
          return pictureLayers(`${prefix}${layer.id}/`, piecesOf(layer), { ...look, blend });
        });
      });
  });
  return { views, viewState, layers };
}

function matching(left: readonly Piece[], right: readonly Piece[], store: PictureStore): Piece[] {
  return left.flatMap((piece) => {
    const other = right.find(({ key }) => key === piece.key);
    const difference = other && store.difference(piece, other);
    return difference ? [difference] : [];
  });
}
