// Plan of an inference: the networks that the wanted images need, in an order in which they can run. The model is a
// small graph: input images → translation generators → segmentation generators → weighted segmentation maps (paper,
// fig. 1). A network that no wanted image needs does not run.

import { EngineError } from '../protocol/errors.js';
import type { Rgb } from '../protocol/raster.js';
import type { ModelManifest, NetworkEntry, SegmentationEntry, TranslationEntry } from './manifest.js';

/** DeepLIIF's weights of the maps from the input and its four modalities (docs/reference.md 2.2). */
export const DEEPLIIF_WEIGHTS = [0.25, 0.15, 0.25, 0.1, 0.25] as const;

/** Images that the caller wants. */
export interface Wanted {
  /** all: modalities and segmentation · segmentation: `--seg-only` · modalities: `--mod-only`. */
  readonly scope: 'all' | 'segmentation' | 'modalities';
  /** Also the map of every single segmentation generator (`--seg-intermediate`). */
  readonly intermediateMaps: boolean;
  /** Weights that replace those of the manifest, in the order of its segmentation generators. */
  readonly segmentationWeights?: readonly number[];
}

export interface Step {
  /** Unique within the plan, and the name of the image it makes: "hematoxylin", "Seg-dapi". */
  readonly name: string;
  readonly entry: NetworkEntry;
  /** Names of the images that the step reads, concatenated on the channel axis: inputs or earlier steps. */
  readonly reads: readonly string[];
}

/** Weighted sum of the outputs of segmentation generators, computed after tanh and before rounding to 8 bit. */
export interface CombinedMap {
  readonly name: string;
  readonly terms: readonly { readonly step: string; readonly weight: number }[];
}

export interface OutputImage {
  /** hematoxylin, dapi, lap2, marker, Seg, Seg-ihc …, also the file name without its ending. */
  readonly name: string;
  readonly role: 'modality' | 'segmentation' | 'intermediate';
  /** Name in the reference's output files: "mod1-Hema", "Seg", "mod0-IHC_s". */
  readonly referenceName: string;
}

/** Image that is kept of each tile. */
export interface KeptImage {
  readonly name: string;
  /** Colour of a tile of nothing but background. */
  readonly emptyColour: Rgb;
}

export interface Plan {
  /** Sorted so that each step reads only inputs and earlier steps. Empty if something else makes all images at once. */
  readonly steps: readonly Step[];
  readonly maps: readonly CombinedMap[];
  readonly outputs: readonly OutputImage[];
  /** The outputs, and the marker if a map is scored with it. */
  readonly kept: readonly KeptImage[];
}

/**
 * The smallest plan that yields the wanted images (docs/reference.md 6.7).
 *
 * The marker translation runs even if only the segmentation is wanted, because scoring reads it. A segmentation
 * generator of weight 0 adds nothing to the map and runs only if its own map is wanted. The reference runs some of them
 * anyway, with the same result.
 */
export function plan(manifest: ModelManifest, wanted: Wanted): Plan {
  const translations = wanted.scope === 'segmentation' ? markerOf(manifest) : manifest.translations;
  const segmentations = wanted.scope === 'modalities' ? [] : weighted(manifest, wanted.segmentationWeights);
  const keepIntermediate = wanted.intermediateMaps && wanted.scope === 'all';
  const running = segmentations.filter((entry) => entry.weight !== 0 || keepIntermediate);

  const read = new Set(running.flatMap((entry) => entry.from));
  const steps: Step[] = [
    ...manifest.translations
      .filter((entry) => translations.includes(entry) || read.has(entry.modality))
      .map((entry) => ({ name: entry.modality, entry, reads: manifest.inputs })),
    ...running.map((entry) => ({ name: intermediateName(entry), entry, reads: entry.from })),
  ];
  checkReads(manifest, steps);
  const mapNames = [...new Set(segmentations.map((entry) => entry.output))];
  const maps = mapNames.map((name) => ({
    name,
    terms: running
      .filter((entry) => entry.output === name && entry.weight !== 0)
      .map((entry) => ({ step: intermediateName(entry), weight: entry.weight })),
  }));
  const empty = maps.find((map) => map.terms.length === 0);
  if (empty)
    throw new EngineError(
      'model-invalid',
      `Model ${manifest.id}: every generator of segmentation map "${empty.name}" has weight 0, so there is nothing ` +
        `to add up. Give at least one a weight in manifest.json (DeepLIIF: ${DEEPLIIF_WEIGHTS.join(', ')}).`,
    );
  const outputs: OutputImage[] = [
    ...(wanted.scope === 'segmentation' ? [] : manifest.translations).map((entry) =>
      modalityOutput(manifest, entry),
    ),
    ...mapNames.map((name) => ({ name, role: 'segmentation' as const, referenceName: name })),
    ...(keepIntermediate && maps.length === 1 ? running : []).map((entry) =>
      intermediateOutput(manifest, entry),
    ),
  ];
  const colourOf = new Map(
    manifest.translations.map(({ modality, backgroundColour }) => [modality, backgroundColour]),
  );
  return { steps, maps, outputs, kept: keptImages({ steps, maps, outputs }, colourOf) };
}

/** Segmentation maps are black where nothing is (docs/reference.md 6.4). */
const BLACK: Rgb = [0, 0, 0];

function keptImages(
  { steps, maps, outputs }: Omit<Plan, 'kept'>,
  colourOf: ReadonlyMap<string, Rgb>,
): readonly KeptImage[] {
  const hasMarker = maps.length > 0 && steps.some((step) => step.name === 'marker');
  const names = new Set([...outputs.map((output) => output.name), ...(hasMarker ? ['marker'] : [])]);
  return [...names].map((name) => ({ name, emptyColour: colourOf.get(name) ?? BLACK }));
}

function weighted(manifest: ModelManifest, weights?: readonly number[]): readonly SegmentationEntry[] {
  if (!weights) return manifest.segmentations;
  if (weights.length !== manifest.segmentations.length || !weights.every(Number.isFinite))
    throw new EngineError(
      'usage',
      `Model ${manifest.id} has ${manifest.segmentations.length} segmentation generators ` +
        `(${manifest.segmentations.map((entry) => entry.name).join(', ')}), so as many weights are needed; ` +
        `got ${weights.join(', ')}.`,
    );
  return manifest.segmentations.map((entry, index) => ({ ...entry, weight: weights[index]! }));
}

function checkReads(manifest: ModelManifest, steps: readonly Step[]): void {
  const known = new Set(manifest.inputs);
  for (const step of steps) {
    const missing = step.reads.find((name) => !known.has(name));
    if (missing !== undefined)
      throw new EngineError(
        'model-invalid',
        `Model ${manifest.id}: the network for ${step.name} reads "${missing}", which is neither an input ` +
          `(${manifest.inputs.join(', ')}) nor the output of a network before it. Correct its manifest.json.`,
      );
    known.add(step.name);
  }
}

/** The translation whose image scoring compares with the marker threshold; none in models without one. */
export function markerOf(manifest: ModelManifest): readonly TranslationEntry[] {
  return manifest.translations.filter((entry) => entry.modality === 'marker');
}

function intermediateName(entry: SegmentationEntry): string {
  return `Seg-${entry.name}`;
}

function modalityOutput(manifest: ModelManifest, entry: TranslationEntry): OutputImage {
  return { name: entry.modality, role: 'modality', referenceName: modalityName(manifest, entry) };
}

/** "mod1-Hema", or "mod1" where the model's modalities have no names of their own. */
function modalityName(manifest: ModelManifest, entry: TranslationEntry): string {
  const numbered = `mod${manifest.translations.indexOf(entry) + 1}`;
  return entry.label === numbered ? numbered : `${numbered}-${entry.label}`;
}

function intermediateOutput(manifest: ModelManifest, entry: SegmentationEntry): OutputImage {
  const source = manifest.translations.find((translation) => entry.from.includes(translation.modality));
  const referenceName = source ? modalityName(manifest, source) : `mod0-${entry.name.toUpperCase()}`;
  return { name: intermediateName(entry), role: 'intermediate', referenceName: `${referenceName}_s` };
}
