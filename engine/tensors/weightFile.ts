// Files of trained weights: the largest size that is read, and the error codes of a refused file.

import type { FileKind } from '../files/fileBytes.js';

/** The largest file that Node reads into one buffer. */
export const MAXIMUM_WEIGHT_BYTES = 4 * 1024 ** 3;

export const WEIGHT_FILE: FileKind = {
  expected: 'a weight file',
  missing: 'model-not-found',
  broken: 'model-invalid',
};

/** Manifests and option files of models. */
export const MODEL_FILE: FileKind = {
  expected: 'a file of a model',
  missing: 'model-not-found',
  broken: 'model-invalid',
};
