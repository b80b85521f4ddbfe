// Assertion about a refusal: an EngineError with a code and a message that names the problem.

import assert from 'node:assert/strict';

import { EngineError, type EngineErrorCode } from '../../../engine/protocol/errors.js';

/** Check for assert.throws and assert.rejects: an EngineError with this code whose message matches. */
export function refusal(message: RegExp, code: EngineErrorCode = 'model-invalid'): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof EngineError, `expected an EngineError, got ${String(error)}`);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}
