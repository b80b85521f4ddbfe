// The one way this room says no: every refused checkpoint, weight file or manifest ends in an EngineError that
// names the file, the place in it and what was expected there.

import { EngineError } from '../protocol/errors.js';

/**
 * An error with code `model-invalid`; `where` names the file (and entry), `what` what was found and expected.
 * Control characters, which a file could smuggle to the terminal, become spaces.
 */
export function invalidModel(where: string, what: string, cause?: unknown): EngineError {
  const message = `${where}: ${what}`.replace(/\p{Cc}+/gu, ' ');
  return new EngineError('model-invalid', message, cause === undefined ? undefined : { cause });
}

/** A piece of a foreign file, fit to be quoted in a message: one line, printable, at most 60 characters. */
export function quoted(text: string): string {
  const printable = text.slice(0, 61).replace(/[^\x20-\x7e]/g, '?');
  return printable.length > 60 ? `"${printable.slice(0, 60)}…"` : `"${printable}"`;
}
