// Scene for deck.gl: for each part of each pane a view, and the layers in it.

import { OrthographicView, type Layer } from '@deck.gl/core';
import type { Comparison } from './viewState.js';
import { boundsInSight, partCamera, type Bounds } from './camera.js';
import { cellLayers } from './cellLayers.js';
import { differences } from './difference.js';
import type { LayerLook } from './looks.js';
import { lookOf, partsOf, type Looks, type PanePart, type ShownPane } from './paneParts.js';
import { pictureLayers } from './pictureLayers.js';
import type { Piece } from './pictureStore.js';
import type { PictureLayer } from '../messages/viewer.js';

export interface Scene {
  readonly views: OrthographicView[];
  readonly viewState: Record<string, { target: [number, number, number]; zoom: number }>;
  readonly layers: Layer[];
}

/** Pieces of a layer that are here, for a pane as it looks now. */
export type PiecesOf = (layer: PictureLayer, shown: ShownPane) => readonly Piece[];

/** Id of the view that a layer belongs to: the layer's id starts with it. */
export function viewIdOf(layerId: string): string {
  return layerId.slice(0, layerId.indexOf(':'));
}

export function buildScene(
  panes: readonly ShownPane[],
  looks: Looks,
  comparison: Comparison,
  piecesOf: PiecesOf,
  inSoftware: boolean,
): Scene {
  const views: OrthographicView[] = [];
  const viewState: Scene['viewState'] = {};
  const layers: Layer[] = [];
  panes.forEach((shown, index) => {
    const { box, camera } = shown;
    partsOf(shown, panes, looks, comparison).forEach((part, half) => {
      const id = `p${index}${'ab'[half]!}`;
      const { left, top, width, height } = part.box;
      const { x, y, zoom } = partCamera(camera, box, { left: left - box.left, width });
      views.push(new OrthographicView({ id, x: left, y: top, width, height }));
      viewState[id] = { target: [x, y, 0], zoom };
      const sight = boundsInSight(camera, box);
      layers.push(...contentLayers(`${id}:`, part, looks, (layer) => piecesOf(layer, shown), sight));
      part.cells.forEach((cells, map) =>
        layers.push(...cellLayers(`${id}:cells${map}`, cells, 2 ** camera.zoom, sight, inSoftware)),
      );
    });
  });
  return { views, viewState, layers };
}

function contentLayers(
  prefix: string,
  { content }: PanePart,
  looks: Looks,
  piecesOf: (layer: PictureLayer) => readonly Piece[],
  sight: Bounds,
): Layer[] {
  switch (content.kind) {
    case 'alone': {
      const { layer } = content;
      const look: LayerLook = { ...lookOf(looks, layer), opacity: 1, blend: 'normal' };
      return pictureLayers(`${prefix}${layer.id}/`, piecesOf(layer), layer, look, true, sight);
    }
    case 'difference': {
      const pieces = differences(piecesOf(content.left), piecesOf(content.right));
      return pictureLayers(`${prefix}difference/`, pieces, { id: 'difference' }, PLAIN, true, sight);
    }
    case 'layers':
      return content.layers.flatMap((layer, i) =>
        pictureLayers(`${prefix}${layer.id}/`, piecesOf(layer), layer, lookOf(looks, layer), i === 0, sight),
      );
  }
}

const PLAIN: LayerLook = { visible: true, opacity: 1, blend: 'normal' };
