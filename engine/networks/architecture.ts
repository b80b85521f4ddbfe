// Architecture of a network, as a model's manifest stores it: plain data, no functions.

import type { PadMode } from './layers.js';

export type NormKind = 'batch' | 'instance' | 'none' | 'spectral';

export type Architecture = GeneratorArchitecture | DiscriminatorArchitecture;

export interface GeneratorArchitecture {
  /** Names of the reference: resnet_<N>blocks, unet_32 … unet_512, unet_512_attention; and ours: unet_<N>levels. */
  readonly name:
    | `resnet_${number}blocks`
    | `unet_${32 | 64 | 128 | 256 | 512}`
    | 'unet_512_attention'
    | `unet_${number}levels`;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Filters of the first layer (the reference's ngf). Ignored by the attention U-Net. */
  readonly filters: number;
  readonly norm: NormKind;
  readonly dropout: boolean;
  /** Padding of the ResNet; U-Nets always pad with zeros. */
  readonly padding: PadMode;
  /** Upsampling in the ResNet's decoder. */
  readonly upsampling: 'transposed-convolution' | 'resize-convolution';
}

export interface DiscriminatorArchitecture {
  readonly name: 'patchgan' | 'pixelgan';
  readonly inChannels: number;
  /** Filters of the first layer (the reference's ndf). */
  readonly filters: number;
  readonly norm: NormKind;
  /** Strided layers before the last two convolutions: 3 for the reference's `basic`, 4 in DeepLIIF. */
  readonly layers: number;
}
