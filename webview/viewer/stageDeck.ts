// The one deck.gl of a stage: draws a scene on a canvas that fills its parent. It draws again until everything is on
// screen, which deck.gl does not: a shader that the GPU is still linking is left out of a frame without a word.

import { Deck } from '@deck.gl/core';
import { viewIdOf, type Scene } from './scene.js';

export interface StageDeck {
  /** In the next frame. */
  draw(scene: Scene): void;
  /** At once: the canvas has its pixels until the running task ends. */
  drawNow(): void;
  /** Gives the GPU's memory back. */
  finalize(): void;
}

export function createStageDeck(
  canvas: HTMLCanvasElement,
  first: Scene,
  onFailure: (message: string) => void,
): StageDeck {
  let layers = first.layers;
  const deck = new Deck({
    ...first,
    canvas,
    controller: false,
    layerFilter: ({ layer, viewport }: { layer: { id: string }; viewport: { id: string } }) =>
      viewIdOf(layer.id) === viewport.id,
    onAfterRender: () => {
      for (const layer of layers)
        if (layer.getModels().some((model) => !model.pipeline.isErrored && model.needsRedraw()))
          layer.setNeedsRedraw();
    },
    onError: (error: Error) => onFailure(error.message),
    // Views are made anew for every scene, which the type of a deck with fixed views does not allow.
  } as object);
  return {
    draw: (scene) => {
      ({ layers } = scene);
      deck.setProps({ ...scene } as object);
    },
    drawNow: () => deck.redraw('now'),
    finalize: () => deck.finalize(),
  };
}
