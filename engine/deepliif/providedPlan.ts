// Plan of an inference if something from elsewhere, an ONNX file or a program, makes all images of a tile at once: no
// networks to order, only outputs to name.

import { EngineError } from '../protocol/errors.js';
import type { Rgb } from '../protocol/raster.js';
import type { OnnxNetwork } from './manifest.js';
import type { OutputImage, Plan, Wanted } from './plan.js';

/** Name of the only segmentation map. */
export const PROVIDED_MAP = 'Seg';

export interface ProvidedModality {
  readonly modality: string;
  /** Name for people: "DAPI". */
  readonly label: string;
  readonly backgroundColour: Rgb;
}

/** Images that the model makes of a tile. */
export interface ProvidedImages {
  readonly segmentation: boolean;
  readonly modalities: readonly ProvidedModality[];
}

/** Images of an ONNX file. */
export function imagesOfOnnx({ segmentation, modalities = [] }: OnnxNetwork): ProvidedImages {
  return {
    segmentation: segmentation !== undefined,
    modalities: modalities.map(({ modality, label, backgroundColour = [0, 0, 0] }) => ({
      modality,
      label,
      backgroundColour,
    })),
  };
}

/**
 * There are no maps of single generators, so a wish for them adds nothing.
 * @throws EngineError `usage` for weights of generators, or if nothing of what is wanted is made
 */
export function planOfProvided(title: string, images: ProvidedImages, wanted: Wanted): Plan {
  if (wanted.segmentationWeights)
    throw new EngineError(
      'usage',
      `${title} makes its segmentation in one piece: there are no generators to weigh. Leave out --seg-weights.`,
    );
  const modalities = wanted.scope === 'segmentation' ? [] : images.modalities;
  const hasMap = images.segmentation && wanted.scope !== 'modalities';
  const map: OutputImage = { name: PROVIDED_MAP, role: 'segmentation', referenceName: PROVIDED_MAP };
  const outputs: readonly OutputImage[] = [
    ...modalities.map(({ modality, label }) => ({
      name: modality,
      role: 'modality' as const,
      referenceName: label,
    })),
    ...(hasMap ? [map] : []),
  ];
  if (outputs.length === 0)
    throw new EngineError(
      'usage',
      `${title} makes ${images.segmentation ? 'no modalities' : 'no segmentation'}, and nothing else is wanted. ` +
        `Leave out ${images.segmentation ? '--mod-only' : '--seg-only'}.`,
    );
  // Scoring reads the marker, even if it is no output.
  const marker = hasMap ? images.modalities.filter(({ modality }) => modality === 'marker') : [];
  const kept = [...new Set([...modalities, ...marker])].map(({ modality, backgroundColour }) => ({
    name: modality,
    emptyColour: backgroundColour,
  }));
  return {
    steps: [],
    maps: hasMap ? [{ name: PROVIDED_MAP, terms: [] }] : [],
    outputs,
    kept: [...kept, ...(hasMap ? [{ name: PROVIDED_MAP, emptyColour: [0, 0, 0] as const }] : [])],
  };
}
