// Error codes, a short closed list. Every error that a user may meet is an EngineError whose message says what, where,
// what was expected and what to do; any other exception is a bug in this program.

export type EngineErrorCode =
  | 'usage' // the request itself is wrong: unknown option, contradicting flags, number out of range
  | 'image-unreadable' // missing, empty, truncated, not an image, or too large
  | 'model-not-found'
  | 'model-invalid' // manifest, weights or checkpoint broken, hostile or not matching each other
  | 'backend-unavailable'
  | 'output-unwritable' // missing folder, no permission, disk full
  | 'out-of-memory'
  | 'cancelled'
  | 'plugin-failed';

export class EngineError extends Error {
  override readonly name: string = 'EngineError';
  /** Set if the disk or its quota is full: whatever is written next fails, too. */
  readonly diskFull?: true;

  constructor(
    readonly code: EngineErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly diskFull?: boolean } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    if (options.diskFull) this.diskFull = true;
  }
}

/** Turns any thrown value into an Error, so that its message can be quoted. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
