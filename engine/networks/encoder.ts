// First part of a generator: from the image to the features in its middle. Layers keep their paths, so the generator's own
// weights fit.

import type { Layer, Network } from './layers.js';

/** Halvings after which a U-Net is cut: 512 px have become 32. */
const MOST_HALVINGS = 4;

interface Cut {
  readonly blocks: number;
  channels: number;
  halvings: number;
  passed: number;
  isDone: boolean;
}

/**
 * A ResNet up to the middle one of its residual blocks, a U-Net up to its fourth halving, others up to their first
 * enlargement. `outChannels` is the number of features.
 */
export function encoderOf(network: Network): Network {
  const cut: Cut = {
    blocks: countBlocks(network.root),
    channels: network.inChannels,
    halvings: 0,
    passed: 0,
    isDone: false,
  };
  const root = kept(network.root, cut) ?? { kind: 'sequence', layers: [] };
  return { ...network, title: `${network.title}, first part`, outChannels: cut.channels, root };
}

function countBlocks(layer: Layer): number {
  switch (layer.kind) {
    case 'residual':
      return 1;
    case 'sequence':
      return layer.layers.reduce((sum, child) => sum + countBlocks(child), 0);
    case 'named':
      return countBlocks(layer.layer);
    default:
      return 0;
  }
}

/** The layer, or its part before the cut; undefined: nothing of it. */
function kept(layer: Layer, cut: Cut): Layer | undefined {
  if (cut.isDone) return undefined;
  switch (layer.kind) {
    case 'sequence': {
      const layers: Layer[] = [];
      for (const child of layer.layers) {
        const part = kept(child, cut);
        if (part) layers.push(part);
        if (cut.isDone) break;
      }
      return { ...layer, layers };
    }
    case 'named': {
      const inner = kept(layer.layer, cut);
      return inner && { ...layer, layer: inner };
    }
    // The way around the inner part ends behind the cut.
    case 'skip':
    case 'attentionSkip':
      return kept(layer.body, cut);
    case 'residual':
      if (cut.passed++ >= Math.ceil(cut.blocks / 2)) return end(cut);
      return layer;
    case 'conv':
      if (layer.conv.stride > 1 && cut.halvings++ >= MOST_HALVINGS) return end(cut);
      cut.channels = layer.conv.outChannels;
      return layer;
    case 'convTranspose':
    case 'upsample':
      return end(cut);
    default:
      return layer;
  }
}

function end(cut: Cut): undefined {
  cut.isDone = true;
  return undefined;
}
