// The one deck.gl of a stage: draws a scene on a canvas that fills its parent. It draws again until everything is on
// screen; deck.gl alone silently leaves out layers whose shader the GPU is still linking.

import { Deck } from '@deck.gl/core';
import type { Device } from '@luma.gl/core';
import { viewIdOf, type Scene } from './scene.js';

export interface StageDeck {
  /** Draws in the next frame. */
  draw(scene: Scene): void;
  /** Draws at once: the canvas has its pixels until the running task ends. False if the context is lost. */
  drawNow(): boolean;
  /** True without a GPU, and until one is known: the scene should then have fewer lines. */
  inSoftware(): boolean;
  /** Frees the memory on the GPU. */
  finalize(): void;
}

export interface StageEvents {
  readonly failure: (message: string) => void;
  /** Called after every frame that shows all layers of a scene. */
  readonly drawn: () => void;
  /** Called when the context is lost (driver reset, change of card, lack of memory): this deck draws no more. */
  readonly lost: () => void;
  /** Called when the GPU gives contexts again: another deck on another canvas can draw. */
  readonly restored: () => void;
}

export function createStageDeck(canvas: HTMLCanvasElement, first: Scene, on: StageEvents): StageDeck {
  let layers = first.layers;
  let inSoftware = true;
  const deck = new Deck({
    ...first,
    canvas,
    controller: false,
    layerFilter: ({ layer, viewport }: { layer: { id: string }; viewport: { id: string } }) =>
      viewIdOf(layer.id) === viewport.id,
    onDeviceInitialized: ({ info }: Device) => {
      inSoftware = isSoftware(`${info.vendor} ${info.renderer}`);
    },
    onAfterRender: () => {
      const missing = layers.filter((layer) =>
        layer.getModels().some((model) => !model.pipeline.isErrored && model.needsRedraw()),
      );
      for (const layer of missing) layer.setNeedsRedraw();
      if (layers.length > 0 && missing.length === 0) on.drawn();
    },
    onError: (error: Error) => on.failure(error.message),
    // The type of a deck expects fixed views; here every scene has its own.
  } as object);
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // otherwise the browser does not restore it
    on.lost();
  });
  canvas.addEventListener('webglcontextrestored', () => on.restored());
  return {
    draw: (scene) => {
      ({ layers } = scene);
      deck.setProps({ ...scene } as object);
    },
    drawNow: () => {
      if (canvas.getContext('webgl2')?.isContextLost() ?? true) return false; // its event comes later
      deck.redraw('now');
      return true;
    },
    inSoftware: () => inSoftware,
    finalize: () => deck.finalize(),
  };
}

/** True for the renderers that browsers and Mesa use without a GPU. */
function isSoftware(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|basic render|software/i.test(renderer);
}
