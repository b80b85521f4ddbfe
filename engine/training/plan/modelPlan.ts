// The networks of a model in training and the images that each reads: plain data, part of a run's configuration. Images
// have names: "input" are all input images on the channel axis; a modality is "dapi"; the map of one segmentation
// generator is "segmentation-dapi", and the segmentation, where it is their sum, "segmentation".

import type { Architecture } from '../../networks/architecture.js';
import { list, matching, number, stored, text, type Shaped } from '../../protocol/shape.js';
import { discriminatorArchitecture, generatorArchitecture } from './architectureShapes.js';

/** Most networks, images or weights in a list. */
export const MOST_NETWORKS = 100;

/** Name of an image or a network. */
export const imageName = matching(/^[a-z0-9-]{1,100}$/, 'a name of lower-case letters, digits and hyphens');

const names = list(imageName, MOST_NETWORKS);
const pair = { generator: generatorArchitecture, discriminator: discriminatorArchitecture };
const networkPair = stored(pair);

const translation = stored(
  { modality: imageName, ...pair },
  {
    /** Networks from the modality back to the input, in models of unregistered images. */
    back: networkPair,
  },
);

const segmentation = stored({
  /** Name of its map: "segmentation-<name>". */
  name: imageName,
  /** Images on the channel axis of its input: "input" or modalities. */
  from: names,
  /** Image to which its map is added: "segmentation", or its map's own name where it stands alone. */
  output: imageName,
  /** Share of its map in the sum. */
  weight: number(-1e9, 1e9),
  ...pair,
});

export const trainedModelPlan = stored({
  /** Id of the kind of model (modelKinds.ts). */
  kind: text({ most: 100 }),
  /** Names of the input images: ["ihc"]. */
  inputs: names,
  /** Names of the images of a sample, in the order of a row's tiles: inputs first; not all need be learned. */
  panels: names,
  translations: list(translation, MOST_NETWORKS),
  /** Empty for a model without segmentation. */
  segmentations: list(segmentation, MOST_NETWORKS),
});

export type TrainedModelPlan = Shaped<typeof trainedModelPlan>;
export type NetworkPairPlan = Shaped<typeof networkPair>;
export type TranslationPlan = Shaped<typeof translation>;
export type SegmentationPlan = Shaped<typeof segmentation>;

/** Name of all input images together. */
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

/** Name of the map of one segmentation generator. */
export function mapImage({ name }: Pick<SegmentationPlan, 'name'>): string {
  return `${SEGMENTATION}-${name}`;
}

/** The input made of a modality; also the id of the network that makes it. */
export function backImage(modality: string): string {
  return `${INPUT}-from-${modality}`;
}

/** Names of the segmentations that a model learns. */
export function outputsOf({ segmentations }: Pick<TrainedModelPlan, 'segmentations'>): readonly string[] {
  return [...new Set(segmentations.map(({ output }) => output))];
}

/** Origin of a generated image: a network that reads others, or a sum of others. */
export type Making =
  | { readonly image: string; readonly network: string; readonly from: readonly string[] }
  | { readonly image: string; readonly sum: readonly { readonly image: string; readonly weight: number }[] };

/** Origins of all images of a model, each after those that it is made of (docs/reference.md 3.2 and 4). */
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

/** The input made of the true modality, and both of them there and back again. */
function cycle(modality: string): Making[] {
  const back = backImage(modality);
  return [
    { image: back, network: back, from: [truthOf(modality)] },
    { image: again(INPUT, modality), network: back, from: [modality] },
    { image: again(modality, modality), network: modality, from: [back] },
  ];
}

/** Name of the true image that goes with a generated one. */
export function truthOf(image: string): string {
  return `true ${image}`;
}

/** Name of "input" or a modality after a turn through the modality and back. */
export function again(image: string, through: string): string {
  return `${image} again by ${through}`;
}
