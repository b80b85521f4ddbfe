// Size of the pixels that a model was trained on: what its manifest says, else what its kind is trained on.

import type { ModelManifest } from '../deepliif/manifest.js';
import { importedKinds } from './modelKinds.js';

export interface ModelScale {
  /** Side of the tiles that the networks see. */
  readonly tilePx: number;
  /** Micrometres per pixel of the training images at `tilePx`, when known. */
  readonly mpp?: number;
  /** True if the manifest does not say `mpp`, which is then that of the kind. */
  readonly isMppOfKind?: boolean;
}

export function modelScale({
  kind,
  tilePx,
  mpp,
}: Pick<ModelManifest, 'kind' | 'tilePx' | 'mpp'>): ModelScale {
  if (mpp !== undefined) return { tilePx, mpp };
  const ofKind = importedKinds.rows().find(({ id }) => id === kind)?.mpp;
  return ofKind === undefined ? { tilePx } : { tilePx, mpp: ofKind, isMppOfKind: true };
}
