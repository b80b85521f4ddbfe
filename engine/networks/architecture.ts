// Architecture of a network, as a model's manifest stores it: plain data, no functions. The names of generators stand here
// alone: building, training options and models/schema.json take them from this table.

import type { PadMode } from './layers.js';

export type NormKind = 'batch' | 'instance' | 'none' | 'spectral';

export type Architecture = GeneratorArchitecture | DiscriminatorArchitecture;

/** Names of a family of generators. */
interface FamilyNames {
  /** For people: "resnet_<N>blocks". */
  readonly words: string;
  /** Regular expression of a whole name; its group is the number in it. */
  readonly pattern: string;
}

/** The first three are the reference's, the last is ours. */
export const GENERATOR_NAMES = {
  resnet: { words: 'resnet_<N>blocks', pattern: 'resnet_([0-9]{1,2})blocks' },
  unet: { words: 'unet_32, unet_64 … unet_512', pattern: 'unet_(32|64|128|256|512)' },
  attentionUnet: { words: 'unet_512_attention', pattern: 'unet_512_attention' },
  convolutionalUnet: { words: 'unet_2levels … unet_8levels', pattern: 'unet_([2-8])levels' },
} as const satisfies Readonly<Record<string, FamilyNames>>;

export type GeneratorFamily = keyof typeof GENERATOR_NAMES;

export type GeneratorName =
  | `resnet_${number}blocks`
  | `unet_${32 | 64 | 128 | 256 | 512}`
  | 'unet_512_attention'
  | `unet_${number}levels`;

const families = Object.values(GENERATOR_NAMES);
/** All names for people, and as one regular expression. */
export const GENERATOR_WORDS = families.map(({ words }) => words).join(', ');
export const GENERATOR_PATTERN = `^(${families.map(({ pattern }) => pattern).join('|')})$`;

export interface GeneratorArchitecture {
  readonly name: GeneratorName;
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
