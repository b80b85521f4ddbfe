// Errors about checkpoints, weight files and manifests: an EngineError that names the file, the place in it and what
// was expected there.

import { brokenFile } from '../files/fileBytes.js';
import type { EngineError } from '../protocol/errors.js';
import { WEIGHT_FILE } from './weightFile.js';

/** An error with code `model-invalid`; see `brokenFile`. */
export function invalidModel(where: string, what: string, cause?: unknown): EngineError {
  return brokenFile(where, what, WEIGHT_FILE, cause);
}
