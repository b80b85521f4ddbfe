// The teacher, a model from which a student learns (docs/reference.md 4, DeepLIIFKD): any model folder, frozen, run as at
// inference.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { readModelFolder, readNetworkWeights } from '../../checkpoints/modelFolder.js';
import type { ModelManifest, SegmentationEntry, TranslationEntry } from '../../deepliif/manifest.js';
import { buildNetwork } from '../../networks/build.js';
import { forward, prepareWeights, type NetworkTensors } from '../../networks/forward.js';
import type { Network } from '../../networks/layers.js';
import { checkWeights } from '../../networks/parameters.js';
import { EngineError } from '../../protocol/errors.js';
import { imageOf, sideBySide, weightedSum, type Images } from './images.js';
import {
  INPUT,
  makingsOf,
  mapImage,
  type SegmentationPlan,
  type TrainedModelPlan,
} from '../plan/modelPlan.js';

export interface Teacher {
  /** Images that it makes of the input, by the student's names; they belong to the caller. */
  images(given: Images): Images;
  dispose(): void;
}

interface LoadedEntry {
  readonly network: Network;
  readonly tensors: NetworkTensors;
  /** Share of a map in the segmentation: the teacher's own, since the student should show what the teacher shows. */
  readonly weight: number;
}

/**
 * Loads a teacher on the current backend.
 * @throws EngineError `usage` when it does not make everything that the student learns, `model-invalid` or
 *   `model-not-found` for a folder that is no model
 */
export async function loadTeacher(dir: string, student: TrainedModelPlan): Promise<Teacher> {
  const { manifest } = await readModelFolder(dir);
  const entries = entriesFor(manifest, student, dir);
  const loaded = new Map<string, LoadedEntry>();
  for (const [image, entry] of entries) {
    const network = buildNetwork(entry.architecture);
    const weights = await readNetworkWeights(dir, entry);
    checkWeights(network, weights, { normalisation: manifest.normalisation });
    const weight = 'weight' in entry ? entry.weight : 1;
    loaded.set(image, { network, tensors: prepareWeights(network, weights), weight });
  }
  return {
    images: (given) => taughtImages(manifest.normalisation, student, loaded, given),
    dispose: () => loaded.forEach(({ tensors }) => tf.dispose(Object.values(tensors))),
  };
}

/** The teacher's networks by the student's names of their images. */
function entriesFor(
  manifest: ModelManifest,
  { inputs, translations, segmentations }: TrainedModelPlan,
  dir: string,
): Map<string, TranslationEntry | SegmentationEntry> {
  const lacking = (what: string) =>
    new EngineError(
      'usage',
      `The teacher ${dir} (${manifest.id}) does not make ${what}, which the student learns. Name the teacher's modalities ` +
        `with --modalities-names: ${manifest.translations.map(({ modality }) => modality).join(', ')}.`,
    );
  if (manifest.inputs.length !== inputs.length) throw lacking(`images of ${inputs.length} inputs`);
  const entries = new Map<string, TranslationEntry | SegmentationEntry>();
  for (const { modality } of translations) {
    const entry = manifest.translations.find((known) => known.modality === modality);
    if (!entry) throw lacking(modality);
    entries.set(modality, entry);
  }
  for (const part of segmentations) {
    const entry = manifest.segmentations.find(({ from }) => sameSources(manifest, from, part));
    if (!entry) throw lacking(`a segmentation of ${part.from.join(' and ')}`);
    entries.set(mapImage(part), entry);
  }
  return entries;
}

/** True when a segmentation of a model folder reads the same images as one in training. */
export function sameSources(
  { inputs }: ModelManifest,
  from: readonly string[],
  part: Pick<SegmentationPlan, 'from'>,
): boolean {
  // All inputs together are one image in training.
  const names = from.map((name) => (inputs.includes(name) ? INPUT : name));
  const once = names.filter((name, i) => name !== INPUT || names.indexOf(INPUT) === i);
  return once.join() === part.from.join();
}

function taughtImages(
  normalisation: ModelManifest['normalisation'],
  student: TrainedModelPlan,
  loaded: ReadonlyMap<string, LoadedEntry>,
  given: Images,
): Images {
  const images = new Map<string, Tensor4D>();
  for (const making of makingsOf(student)) {
    const read = (name: string) => images.get(name) ?? imageOf(given, name);
    if ('sum' in making) {
      const parts = making.sum.map(({ image }) => image);
      const weights = parts.map((part) => loaded.get(part)!.weight);
      images.set(making.image, weightedSum(parts.map(read), weights));
    } else {
      const { network, tensors } = loaded.get(making.image)!;
      const made = tf.tidy(() => forward(network, tensors, sideBySide(making.from.map(read)), normalisation));
      images.set(making.image, made);
    }
  }
  return images;
}
