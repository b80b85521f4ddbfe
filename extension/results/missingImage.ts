// Error for a result whose image is not in its place: which image, where it was, and what to do.

import { basename } from 'node:path';
import { EngineError } from '../../engine/protocol/errors.js';
import { l10n } from '../workbench/l10n.js';

/** `place`: absolute path of the image, as the result records it. */
export function missingImage(result: string, place: string): EngineError {
  return new EngineError(
    'image-unreadable',
    l10n.t(
      'The image {0} of the result {1} is not at {2}: it was moved, renamed or deleted. Put it back there; or open it where it is now, and analyse it there.',
      basename(place),
      result,
      place,
    ),
  );
}
