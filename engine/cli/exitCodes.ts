// Exit codes of `deepliif`.

import type { EngineErrorCode } from '../protocol/errors.js';

export const EXIT_OK = 0;
/** An exception that is not an EngineError: a bug in this program. */
export const EXIT_DEFECT = 1;
/** `deepliif verify`: the result differs, as `diff` says it. */
export const EXIT_DIFFERS = 1;
/** `deepliif verify`: a bug in this program, which must not look like a difference. */
export const EXIT_VERIFY_DEFECT = 70;
/** `deepliif model test`, `deepliif backends`: the thing tested did not pass. */
export const EXIT_TEST_FAILED = 10;

export const EXIT_CODES: Readonly<Record<EngineErrorCode, number>> = {
  usage: 2,
  'image-unreadable': 3,
  'model-not-found': 4,
  'model-invalid': 5,
  'backend-unavailable': 6,
  'output-unwritable': 7,
  'out-of-memory': 8,
  'plugin-failed': 9,
  cancelled: 130,
};

/** Exit codes as `--help` explains them. */
export const EXIT_CODE_LINES: readonly string[] = [
  '0 done',
  '1 internal error; for "verify": the result differs (internal errors end with 70)',
  '2 wrong option or argument',
  '3 image unreadable',
  '4 model not found',
  '5 model invalid',
  '6 backend unavailable',
  '7 output not writable, or the disk is full',
  '8 out of memory',
  '9 plug-in failed',
  '10 self-test failed, or problems in training data',
  '130 cancelled',
  'Of several images, the code is that of the first failure, or of the error that ended the work. With --json, stdout ' +
    'then still holds one document: the results so far, failures, and under "stopped" what was not tried.',
];
