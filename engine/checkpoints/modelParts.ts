// Parts that saved networks play in each kind of model (docs/reference.md 2.1 and 4). The reference's names (G1, GS0, G51,
// GA_1 …) appear here and nowhere else. Unlike the reference this also understands ten and more modalities.

import { slug } from './slug.js';
import type { DeepLiifOptions, ModelParts } from './importedKinds.js';

/** Name of the common segmentation generator of several inputs without modalities. */
const ALL_INPUTS = 'inputs';

/** G1 … GN, and one segmentation generator for the input and for each modality. */
export function deepLiifParts(options: DeepLiifOptions, saved: ReadonlySet<string>): ModelParts {
  const { inputs, translations } = planTranslations(options, (i) => `G${i}`);
  if (!options.hasSegmentation) return { inputs, translations, segmentations: [] };
  const letter = options.segmentationId ?? (isOldScheme(saved) ? '5' : 'S');
  // GS0 … GSN for the input and N modalities, or the older G51 … G5(N+1).
  const first = saved.has(`G${letter}0`) ? 0 : 1;
  const sources = [inputs, ...translations.map(({ modality }) => [modality])];
  const segmentations = sources.map((from, i) => ({
    network: `G${letter}${first + i}`,
    name: from.length === 1 ? from[0]! : ALL_INPUTS,
    from,
    output: 'Seg',
    weight: options.segmentationWeights[i]!,
  }));
  return { inputs, translations, segmentations };
}

/** G51 in a folder without any GS network can only be a segmentation generator: no model has 51 modalities. */
function isOldScheme(saved: ReadonlySet<string>): boolean {
  return ![...saved].some((name) => name.startsWith('GS')) && saved.has('G51');
}

/** G_i and GS_i; the i-th segmentation sees the input, the first and the i-th modality and makes a map of its own. */
export function deepLiifExtParts(options: DeepLiifOptions): ModelParts {
  const { inputs, translations } = planTranslations(options, (i) => `G_${i}`);
  const segmentations = translations.map(({ modality }, i) => ({
    network: `GS_${i + 1}`,
    name: modality,
    from: [...inputs, translations[0]!.modality, modality],
    output: `Seg${i + 1}`,
    weight: 1,
  }));
  return { inputs, translations, segmentations: options.hasSegmentation ? segmentations : [] };
}

/** G_i: translations only. */
export function sdgParts(options: DeepLiifOptions): ModelParts {
  return { ...planTranslations(options, (i) => `G_${i}`), segmentations: [] };
}

/**
 * AtoB: GA_i makes modality i of the input. BtoA: GB_i makes the input of modality i, which is then the model's
 * input.
 */
export function cycleGanParts(options: DeepLiifOptions, direction: 'AtoB' | 'BtoA'): ModelParts {
  if (direction === 'AtoB') return { ...planTranslations(options, (i) => `GA_${i}`), segmentations: [] };
  const { modalityNames, inputNames } = options;
  const isOne = modalityNames.length === 1;
  const label = inputNames[0]!;
  const translations = modalityNames.map((_, i) => ({
    network: `GB_${i + 1}`,
    modality: isOne ? slug(label) : `${slug(label)}-${i + 1}`,
    label: isOne ? label : `${label}${i + 1}`,
    backgroundColour: options.backgroundColours[i]!,
  }));
  return { inputs: [isOne ? slug(modalityNames[0]!) : 'modality'], translations, segmentations: [] };
}

function planTranslations(
  options: DeepLiifOptions,
  network: (number: number) => string,
): Pick<ModelParts, 'inputs' | 'translations'> {
  const names = distinct([...options.inputNames, ...options.modalityNames].map(slug));
  const inputs = names.slice(0, options.inputNames.length);
  const translations = options.modalityNames.map((label, i) => ({
    network: network(i + 1),
    modality: names[inputs.length + i]!,
    label,
    backgroundColour: options.backgroundColours[i]!,
  }));
  return { inputs, translations };
}

/** Adds -2, -3 … to names that occur again. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let i = 2; taken.has(unique); i++) unique = `${name}-${i}`;
    taken.add(unique);
    return unique;
  });
}
