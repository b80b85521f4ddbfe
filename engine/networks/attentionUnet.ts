// Attention U-Net: a U-Net whose skip connections are weighted pixel by pixel (Oktay et al. 2018, "Attention U-Net").
//
// Level k of 8 halves its input (Conv k), passes it to level k + 1, and doubles the result (Up k). The attention gate
// Att k+1 computes from that result and the encoder's features how much of the features is passed on.

import type { AttentionGate, Layer, Network } from './layers.js';
import {
  attentionSkip,
  conv,
  convTranspose,
  leakyRelu,
  named,
  norm,
  relu,
  sequence,
  tanh,
  unnumbered,
} from './notation.js';

/** Channels after Conv1 … Conv8. They are fixed: the options filters, norm, dropout and padding do not apply. */
const WIDTHS = [64, 128, 256, 512, 512, 512, 512, 512] as const;

export interface AttentionUnetOptions {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Channels after each halving; only tests deviate from the published numbers. */
  readonly widths?: readonly number[];
}

/**
 * (N, inChannels, H, W) in [-1, 1] → (N, outChannels, H, W) in [-1, 1]; H and W divisible by 2^levels = 256
 * (docs/reference.md 1.4).
 */
export function attentionUnet({ inChannels, outChannels, widths = WIDTHS }: AttentionUnetOptions): Network {
  const levels = widths.length;
  const channelsInto = (k: number) => (k === 1 ? inChannels : widths[k - 2]!);
  const channelsOf = (k: number) => widths[k - 1]!;

  const level = (k: number): Layer => {
    if (k === levels) return unnumbered(innermostConv(k), up(k, channelsOf(k)));
    const inside = attentionSkip(level(k + 1), gate(k + 1, channelsOf(k)));
    return unnumbered(k === 1 ? outermostConv() : encoder(k), inside, up(k, 2 * channelsOf(k)));
  };
  const halving = (k: number) =>
    conv(channelsInto(k), channelsOf(k), { kernelPx: 4, stride: 2, paddingPx: 1, useBias: true });
  const outermostConv = () => named('Conv1.conv', sequence(halving(1), leakyRelu));
  const encoder = (k: number) =>
    named(`Conv${k}.conv`, sequence(halving(k), norm('batch', channelsOf(k)), leakyRelu));
  const innermostConv = (k: number) => named(`Conv${k}.conv`, sequence(halving(k), relu));
  /** Level k returns as many channels as it received, so that both inputs of the gate have equally many. */
  const up = (k: number, from: number) => {
    const doubling = (to: number, useBias: boolean) =>
      convTranspose(from, to, { kernelPx: 4, paddingPx: 1, useBias });
    const layers =
      k === 1
        ? [doubling(outChannels, true), tanh]
        : [doubling(channelsInto(k), false), norm('batch', channelsInto(k)), relu];
    return named(`Up${k}.up`, sequence(...layers));
  };

  return {
    title: `Attention U-Net generator, ${widths[0]!} filters`,
    inChannels,
    outChannels,
    sizeMultiplePx: 2 ** levels,
    root: level(1),
  };
}

/** Att k: a 1×1 convolution brings both inputs to `between` channels, another one their sum to a single channel. */
function gate(k: number, channels: number): AttentionGate {
  // Half of the channels while the encoder still widens, all of them at its full width (Att5 … Att8).
  const between = k <= 4 ? channels / 2 : channels;
  const projection = (name: string, from: number, to: number) =>
    named(`Att${k}.${name}`, sequence(conv(from, to, { kernelPx: 1, useBias: true }), norm('batch', to)));
  return {
    wG: projection('W_g', channels, between),
    wX: projection('W_x', channels, between),
    psi: projection('psi', between, 1),
  };
}
