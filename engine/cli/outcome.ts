// End of a command: what became of each image or result, and the exit code. One bad place never costs the others, and
// the JSON of a command says everything that was done, also if the rest was not tried.

import { isDiskFull } from '../files/unwritable.js';
import { EngineError, type EngineErrorCode } from '../protocol/errors.js';
import { EXIT_CODES, EXIT_DEFECT } from './exitCodes.js';

export interface Failure {
  readonly code: EngineErrorCode;
  readonly message: string;
}

/** Outcome for one path: an image or a result folder. */
export interface Outcome<Done> {
  readonly path: string;
  readonly done?: Done;
  readonly failure?: Failure;
}

export interface Outcomes<Done> {
  readonly outcomes: readonly Outcome<Done>[];
  /** Error that ended the work before all paths were tried. */
  readonly stopped?: unknown;
  readonly notTried: readonly string[];
}

/** Errors about one path; all others would repeat with every path. */
const OF_ONE_PATH: readonly EngineErrorCode[] = [
  'usage',
  'image-unreadable',
  'output-unwritable',
  'out-of-memory',
];

/**
 * Works on one item after the other. An error about one item is its failure, and the work continues; a full disk, an
 * interrupt and any other error end it.
 */
export async function oneByOne<Item, Done>(
  items: readonly Item[],
  pathOf: (item: Item) => string,
  work: (item: Item, index: number) => Promise<Done>,
  failed: (failure: Failure, index: number) => void | Promise<void>,
): Promise<Outcomes<Done>> {
  const outcomes: Outcome<Done>[] = [];
  for (const [index, item] of items.entries()) {
    const path = pathOf(item);
    try {
      outcomes.push({ path, done: await work(item, index) });
    } catch (stopped) {
      if (!isOfOnePath(stopped)) return { outcomes, stopped, notTried: items.slice(index).map(pathOf) };
      const failure = { code: stopped.code, message: stopped.message };
      outcomes.push({ path, failure });
      await failed(failure, index);
    }
  }
  return { outcomes, notTried: [] };
}

/** Errors about something that all items need. */
const OF_ALL = new WeakSet<EngineError>();

/** Waits for something that all items need: its error ends the work. */
export async function neededByAll<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof EngineError) OF_ALL.add(error);
    throw error;
  }
}

function isOfOnePath(thrown: unknown): thrown is EngineError {
  if (!(thrown instanceof EngineError) || OF_ALL.has(thrown)) return false;
  return OF_ONE_PATH.includes(thrown.code) && !isDiskFull(thrown);
}

/** Fields of the JSON about work that ended early; none if everything was tried. */
export function stoppedJson({ stopped, notTried }: Outcomes<unknown>): object {
  return stopped === undefined ? {} : { stopped: { ...failureOf(stopped), notTried } };
}

function failureOf(thrown: unknown): { readonly code: string; readonly message: string } {
  if (thrown instanceof EngineError) return { code: thrown.code, message: thrown.message };
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/**
 * Reports the end of the work: the error that stopped it, and how much was done before; else the exit code of the first
 * failure, whose message has been shown. What `--json` prints has been printed.
 */
export function reportOutcomes({ outcomes, stopped, notTried }: Outcomes<unknown>): void {
  const first = outcomes.find(({ failure }) => failure)?.failure;
  if (first) process.exitCode = EXIT_CODES[first.code];
  if (stopped === undefined) return;
  fail(stopped, false);
  const done = outcomes.filter((outcome) => outcome.done !== undefined).length;
  if (done > 0)
    process.stderr.write(
      `Done before that, and complete: ${done}. Not tried or not finished: ${notTried.length}.\n`,
    );
}

/** Ends a command that threw: a message for people (or JSON for machines), and the code for the shell. */
export function fail(error: unknown, json: boolean): void {
  process.exitCode = error instanceof EngineError ? EXIT_CODES[error.code] : EXIT_DEFECT;
  if (json) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, error: failureOf(error) })}\n`);
  if (error instanceof EngineError) {
    process.stderr.write(`deepliif: ${error.message}\n`);
    return;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`deepliif: internal error, please report it with the lines below.\n${trace}\n`);
}
