// The one deck.gl of a stage: draws a scene on a canvas that fills its parent. It draws again until everything is on
// screen, which deck.gl does not: a shader that the GPU is still linking is left out of a frame without a word.

import { Deck } from '@deck.gl/core';
import type { Device } from '@luma.gl/core';
import { viewIdOf, type Scene } from './scene.js';

export interface StageDeck {
  /** In the next frame. */
  draw(scene: Scene): void;
  /** At once: the canvas has its pixels until the running task ends. False where the GPU has just taken the context. */
  drawNow(): boolean;
  /** Whether there is no GPU, or it is not known yet: less can be drawn then. */
  inSoftware(): boolean;
  /** Gives the GPU's memory back. */
  finalize(): void;
}

export interface StageEvents {
  readonly failure: (message: string) => void;
  /** After every frame in which nothing of a scene that has layers was left out. */
  readonly drawn: () => void;
  /**
   * The GPU has taken the context and all that was on it: a driver was reset, a laptop changed its card, others needed
   * more. This deck draws no more.
   */
  readonly lost: () => void;
  /** It gives contexts again. Another deck on another canvas can draw. */
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
    // Views are made anew for every scene, which the type of a deck with fixed views does not allow.
  } as object);
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // else it never comes back
    on.lost();
  });
  canvas.addEventListener('webglcontextrestored', () => on.restored());
  return {
    draw: (scene) => {
      ({ layers } = scene);
      deck.setProps({ ...scene } as object);
    },
    drawNow: () => {
      if (canvas.getContext('webgl2')?.isContextLost() ?? true) return false; // the event of it comes later
      deck.redraw('now');
      return true;
    },
    inSoftware: () => inSoftware,
    finalize: () => deck.finalize(),
  };
}

/** As browsers and Mesa name what draws without a GPU. */
function isSoftware(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|basic render|software/i.test(renderer);
}
