// Notation of architectures: one short function per layer, so that a network reads like the table in its paper.
// Defaults are those of a plain convolution: stride 1, no padding, no bias.

import type { NormKind } from './architecture.js';
import type { AttentionGate, Convolution, Layer, PadMode } from './layers.js';

export interface ConvOptions {
  readonly kernelPx: number;
  readonly stride?: number;
  readonly paddingPx?: number;
  readonly useBias?: boolean;
  readonly spectralNorm?: boolean;
}

/** A convolution from `from` to `to` channels. */
export function conv(from: number, to: number, options: ConvOptions): Layer {
  return { kind: 'conv', conv: convolution(from, to, options) };
}

/**
 * A transposed convolution that doubles height and width: stride 2, and one row and column added at the end if the
 * kernel alone leaves them missing.
 */
export function convTranspose(from: number, to: number, options: ConvOptions): Layer {
  const doubled = convolution(from, to, { ...options, stride: 2 });
  return {
    kind: 'convTranspose',
    conv: doubled,
    outputPaddingPx: 2 + 2 * doubled.paddingPx - doubled.kernelPx,
  };
}

function convolution(inChannels: number, outChannels: number, options: ConvOptions): Convolution {
  const { kernelPx, stride = 1, paddingPx = 0, useBias = false, spectralNorm = false } = options;
  return { inChannels, outChannels, kernelPx, stride, paddingPx, useBias, spectralNorm };
}

export const relu: Layer = { kind: 'relu' };
export const tanh: Layer = { kind: 'tanh' };

/** The negative slope is 0.2 in all networks here. */
export const leakyRelu: Layer = { kind: 'leakyRelu', slope: 0.2 };

/** Drops half of the values, as in Isola et al. (2017). */
export const dropout: Layer = { kind: 'dropout', rate: 0.5 };

export const upsample: Layer = { kind: 'upsample' };

export function pad(mode: PadMode, px: number): Layer {
  return { kind: 'pad', mode, px };
}

export function norm(kind: 'batch' | 'instance' | 'identity', channels: number): Layer {
  return { kind: 'norm', norm: kind, channels };
}

/** Children numbered 0, 1, 2 … */
export function sequence(...layers: readonly Layer[]): Layer {
  return { kind: 'sequence', layers };
}

/** Children that have names of their own. */
export function unnumbered(...layers: readonly Layer[]): Layer {
  return { kind: 'sequence', layers, numbered: false };
}

/** named('model', layer), or with dots for several levels: named('model.model', layer). */
export function named(name: string, layer: Layer): Layer {
  return name
    .split('.')
    .reduceRight<Layer>((inner, part) => ({ kind: 'named', name: part, layer: inner }), layer);
}

/** x + body(x). */
export function residual(body: Layer): Layer {
  return { kind: 'residual', body };
}

/** concat(x, body(x)). */
export function skip(body: Layer): Layer {
  return { kind: 'skip', body };
}

/** d = body(x); concat(x · gate(d, x), d). */
export function attentionSkip(body: Layer, gate: AttentionGate): Layer {
  return { kind: 'attentionSkip', body, gate };
}

export interface NormStyle {
  /** The layer after a convolution. Without a norm it is an identity, which still counts in the numbering. */
  readonly after: (channels: number) => Layer;
  /**
   * Options of a convolution before such a layer. Only instance norm leaves it a bias: batch norm has an offset of its
   * own, and the reference treats `none` and `spectral` like batch norm.
   */
  readonly conv: { readonly useBias: boolean; readonly spectralNorm: boolean };
  /** Options of every other convolution. */
  readonly everyConv: { readonly spectralNorm: boolean };
}

/**
 * Layers and options that a kind of normalisation stands for (docs/reference.md 1.1, 1.6).
 * @param knowsSpectral false for networks that take `spectral` as `none`: U-Nets and the pixel discriminator
 */
export function normStyle(kind: NormKind, { knowsSpectral }: { readonly knowsSpectral: boolean }): NormStyle {
  const spectralNorm = knowsSpectral && kind === 'spectral';
  return {
    after: (channels) => norm(kind === 'batch' || kind === 'instance' ? kind : 'identity', channels),
    conv: { useBias: kind === 'instance', spectralNorm },
    everyConv: { spectralNorm },
  };
}
