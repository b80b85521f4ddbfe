// The image of a result that is not where the result says: which one, where it was, and what to do.

import { basename } from 'node:path';
import { EngineError } from '../../engine/protocol/errors.js';

/** `place`: where the result says its image is. */
export function missingImage(result: string, place: string): EngineError {
  return new EngineError(
    'image-unreadable',
    `${basename(place)}, the image of the result ${result}, is not at ${place}: it was moved, renamed or deleted. Put it ` +
      'back there; or open it where it is now, and analyse it there.',
  );
}
