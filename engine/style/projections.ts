// Table of methods that lay rows of features out in a plane: PCA, t-SNE, UMAP. Each is worked off step by step, so that the
// caller can yield, report and stop between steps. The same rows give the same places.

import { UMAP } from 'umap-js';
import type { StyleMethod } from '../protocol/imageStyle.js';
import { randomFrom } from '../random/random.js';
import type { FeatureRows } from '../statistics/featureRows.js';
import { principalComponents, type PrincipalComponents } from '../statistics/principalComponents.js';
import type { Layout } from './layout.js';
import { startTsne } from './tsne.js';

export interface ProjectionMethod {
  /** Fewer images have no layout. */
  readonly fewest: number;
  /** @param rows standardised features */
  readonly start: (rows: FeatureRows, seed: number) => Layout;
}

/** Neighbours and least distance of UMAP's authors (McInnes, Healy and Melville 2018). */
const NEIGHBOURS = 15;
const LEAST_DISTANCE = 0.1;

export const PROJECTIONS: Readonly<Record<StyleMethod, ProjectionMethod>> = {
  pca: { fewest: 2, start: startPca },
  tsne: {
    fewest: 4,
    start: (rows) => startTsne(rows, inPlane(principalComponents(rows, 2))),
  },
  umap: { fewest: 4, start: startUmap },
};

function startPca(rows: FeatureRows): Layout {
  const components = principalComponents(rows, 2);
  const places = inPlane(components);
  return { steps: 0, step: () => undefined, places: () => places, components };
}

/** Places along the first two components; a missing second one is 0. */
function inPlane({ places, components }: PrincipalComponents): Float64Array {
  if (components === 2) return places;
  return Float64Array.from({ length: 2 * places.length }, (_, i) => (i % 2 === 0 ? places[i / 2]! : 0));
}

function startUmap({ count, size, data }: FeatureRows, seed: number): Layout {
  const random = randomFrom(seed);
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(NEIGHBOURS, count - 1),
    minDist: LEAST_DISTANCE,
    random: () => random.uniform(),
  });
  const steps = umap.initializeFit(
    Array.from({ length: count }, (_, i) => Array.from(data.subarray(i * size, (i + 1) * size))),
  );
  return {
    steps,
    step: () => void umap.step(),
    places: () => Float64Array.from(umap.getEmbedding().flat()),
  };
}
