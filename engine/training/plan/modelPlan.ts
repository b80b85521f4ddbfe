// Which networks a model in training has, and what each reads: plain data, part of a run's configuration. Images have
// names: "input" are all input images on the channel axis; a modality is "dapi"; the map of one segmentation generator
// is "segmentation-dapi", and the segmentation, where it is their sum, "segmentation".

import type {
  Architecture,
  DiscriminatorArchitecture,
  GeneratorArchitecture,
} from '../../networks/architecture.js';

/**
 * - `DeepLIIF`: modalities from the input, and a segmentation as the weighted sum of maps (paper, fig. 1).
 * - `DeepLIIFExt`: modalities, and a segmentation of each from the input, the first modality and its own.
 * - `SDG`: modalities from several inputs, no segmentation.
 * - `CycleGAN`: modalities from an input that is not registered with them, and the input back from each.
 * - `DeepLIIFKD`: DeepLIIF that also learns what another model makes of the input.
 */
export const MODEL_KINDS = ['DeepLIIF', 'DeepLIIFExt', 'SDG', 'CycleGAN', 'DeepLIIFKD'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

export interface TrainedModelPlan {
  readonly kind: ModelKind;
  /** Names of the input images: ["ihc"]. */
  readonly inputs: readonly string[];
  /** Names of the images of a sample, in the order of a row's tiles: inputs first; not all need be learned. */
  readonly panels: readonly string[];
  readonly translations: readonly TranslationPlan[];
  /** Empty for a model without segmentation. */
  readonly segmentations: readonly SegmentationPlan[];
}

export interface NetworkPairPlan {
  readonly generator: GeneratorArchitecture;
  readonly discriminator: DiscriminatorArchitecture;
}

export interface TranslationPlan extends NetworkPairPlan {
  readonly modality: string;
  /** Of CycleGAN: from the modality back to the input. */
  readonly back?: NetworkPairPlan;
}

export interface SegmentationPlan extends NetworkPairPlan {
  /** Of its map: "segmentation-<name>". */
  readonly name: string;
  /** Images on the channel axis of what it reads: "input" or modalities. */
  readonly from: readonly string[];
  /** To which image its map is added: "segmentation", or its map's own name where it stands alone. */
  readonly output: string;
  /** Share of its map in the sum. */
  readonly weight: number;
}

/** All input images. */
export const INPUT = 'input';
export const SEGMENTATION = 'segmentation';

export type NetworkRole = 'generator' | 'discriminator';

export interface NetworkPlan {
  /** "dapi", "seg-dapi", "input-from-dapi", and for their discriminators the same after "d-". */
  readonly id: string;
  readonly role: NetworkRole;
  readonly architecture: Architecture;
}

/** All networks: generators of modalities, of maps, of inputs, then their discriminators. */
export function networksOf({ translations, segmentations }: TrainedModelPlan): readonly NetworkPlan[] {
  const pairs = [
    ...translations.map((pair) => ({ id: pair.modality, pair })),
    ...segmentations.map((pair) => ({ id: segmentationId(pair), pair })),
    ...translations.flatMap(({ modality, back }) => (back ? [{ id: backImage(modality), pair: back }] : [])),
  ];
  return [
    ...pairs.map(({ id, pair }) => ({ id, role: 'generator' as const, architecture: pair.generator })),
    ...pairs.map(({ id, pair }) => ({
      id: discriminatorId(id),
      role: 'discriminator' as const,
      architecture: pair.discriminator,
    })),
  ];
}

export function segmentationId({ name }: SegmentationPlan): string {
  return `seg-${name}`;
}

export function discriminatorId(generator: string): string {
  return `d-${generator}`;
}

/** The map of one segmentation generator. */
export function mapImage({ name }: SegmentationPlan): string {
  return `${SEGMENTATION}-${name}`;
}

/** The input as it is made of a modality; also the network that makes it. */
export function backImage(modality: string): string {
  return `${INPUT}-from-${modality}`;
}

/** Names of the segmentations that a model learns. */
export function outputsOf({ segmentations }: TrainedModelPlan): readonly string[] {
  return [...new Set(segmentations.map(({ output }) => output))];
}

/** What a generated image is made of; each stands after those that it is made of. */
export type Making =
  | { readonly image: string; readonly network: string; readonly from: readonly string[] }
  | { readonly image: string; readonly sum: readonly { readonly image: string; readonly weight: number }[] };

/** How all images of a model come about (reference sheet 3.2 and 4). */
export function makingsOf(plan: TrainedModelPlan): readonly Making[] {
  const { translations, segmentations } = plan;
  return [
    ...translations.map(({ modality }) => ({ image: modality, network: modality, from: [INPUT] })),
    ...segmentations.map((pair) => ({
      image: mapImage(pair),
      network: segmentationId(pair),
      from: pair.from,
    })),
    ...outputsOf(plan).flatMap((output) => {
      const parts = segmentations.filter((pair) => pair.output === output);
      if (parts.length === 1 && mapImage(parts[0]!) === output) return [];
      return [{ image: output, sum: parts.map((pair) => ({ image: mapImage(pair), weight: pair.weight })) }];
    }),
    ...translations.flatMap(({ modality, back }) => (back ? cycle(modality) : [])),
  ];
}

/** Of CycleGAN: the input of the true modality, and both of them there and back again. */
function cycle(modality: string): Making[] {
  const back = backImage(modality);
  return [
    { image: back, network: back, from: [truthOf(modality)] },
    { image: again(INPUT, modality), network: back, from: [modality] },
    { image: again(modality, modality), network: modality, from: [back] },
  ];
}

/** The true image, where a generated one has its name. */
export function truthOf(image: string): string {
  return `true ${image}`;
}

/** "input" or a modality after a turn through the modality and back. */
export function again(image: string, through: string): string {
  return `${image} again by ${through}`;
}
