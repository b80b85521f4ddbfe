// A network in a lane, as callers of the backend see it.

import type { Network } from '../../networks/layers.js';
import { EngineError } from '../../protocol/errors.js';
import type { LoadedNetwork, Planes } from '../backend.js';
import type { Lane } from './lane.js';
import { ONNX_OUTPUT } from './writeOnnx.js';

/** @param released called once, when the session is gone */
export function loadedNetwork(
  network: Network,
  lane: Lane,
  session: number,
  released: () => void,
): LoadedNetwork {
  let disposed = false;
  return {
    async run(input) {
      if (disposed)
        throw new EngineError(
          'usage',
          `The network "${network.title}" was disposed and cannot run any more.`,
        );
      requireFit(network, input);
      const dims = [1, input.channels, input.height, input.width];
      const { [ONNX_OUTPUT]: output } = await lane.run(session, {
        dims,
        data: input.data.slice(),
      });
      const [, channels, height, width] = output!.dims as [number, number, number, number];
      return { channels, height, width, data: output!.data };
    },
    async dispose() {
      if (disposed) return;
      disposed = true;
      await lane.release(session);
      released();
    },
  };
}

function requireFit(
  { title, inChannels, sizeMultiplePx }: Network,
  { channels, height, width, data }: Planes,
): void {
  const fits =
    channels === inChannels &&
    [height, width].every((side) => Number.isInteger(side) && side > 0 && side % sizeMultiplePx === 0) &&
    data.length === channels * height * width;
  if (!fits)
    throw new EngineError(
      'usage',
      `The network "${title}" cannot take an image of ${channels} × ${height} × ${width} with ${data.length} ` +
        `values: it expects ${inChannels} channels, and sides that are multiples of ${sizeMultiplePx} px.`,
    );
}
