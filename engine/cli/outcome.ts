// End of a command: failures of single images, and the exit code.

import { EngineError, type EngineErrorCode } from '../protocol/errors.js';
import { EXIT_CODES, EXIT_DEFECT } from './exitCodes.js';

export interface Failure {
  readonly image: string;
  readonly code: EngineErrorCode;
  readonly message: string;
}

/** Sets the exit code to that of the first failure; the messages have been shown as they happened. */
export function reportFailures(failures: readonly Failure[]): void {
  if (failures.length > 0) process.exitCode = EXIT_CODES[failures[0]!.code];
}

/** Ends a command that threw: a message for people (or JSON for machines), and the code for the shell. */
export function fail(error: unknown, json: boolean): void {
  if (error instanceof EngineError) {
    process.exitCode = EXIT_CODES[error.code];
    if (json)
      process.stdout.write(
        `${JSON.stringify({ schemaVersion: 1, error: { code: error.code, message: error.message } })}\n`,
      );
    process.stderr.write(`deepliif: ${error.message}\n`);
    return;
  }
  process.exitCode = EXIT_DEFECT;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`deepliif: internal error, please report it with the lines below.\n${trace}\n`);
}
