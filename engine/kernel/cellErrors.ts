// Errors as a cell shows them: the places in cells and in the user's files; frames of Node and of this program are left
// out.

import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import type { CellError } from '../protocol/kernelRequests.js';
import { EngineError } from '../protocol/errors.js';
import { type CellPlace, CellSyntaxError } from './cellSyntaxError.js';

/**
 * Place in a source of the user of a place in a script, lines and columns from 0; undefined if it is none of the user's.
 * `script`: the name under which stacks list it.
 */
export type Locate = (
  script: string,
  line: number,
  column: number,
) => { readonly title: string; readonly place: CellPlace } | undefined;

export function cellScript(order: number): string {
  return `deepliif:cell-${order}`;
}

const FRAME = /^\s+at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;
const MOST_FRAMES = 20;

/** `order`: number of the failing cell. */
export function cellError(thrown: unknown, order: number, locate: Locate): CellError {
  if (thrown instanceof CellSyntaxError) {
    const { name, message, place } = thrown;
    return { name, message, stack: `${name}: ${message}\n${placeLine(order, place)}`, place };
  }
  // Values of another kind can be thrown as well.
  if (!(thrown instanceof Error)) {
    const message = typeof thrown === 'string' ? thrown : inspect(thrown);
    return { name: 'Error', message, stack: message };
  }
  const name = thrown instanceof EngineError ? 'DeepLIIF' : thrown.name;
  const { message } = thrown;
  const frames = framesOf(thrown, locate);
  const place = frames.find(({ script }) => script === cellScript(order))?.place;
  const lines = [`${name}: ${message}`, ...frames.map(({ text }) => text)];
  for (let cause = thrown.cause, i = 0; cause instanceof Error && i < 5; cause = cause.cause, i++)
    if (!(thrown instanceof EngineError)) lines.push(`caused by ${cause.name}: ${cause.message}`);
  return { name, message, stack: lines.join('\n'), ...(place ? { place } : {}) };
}

function placeLine(order: number, { line, column }: CellPlace): string {
  return `    at Cell [${order}], line ${line + 1}, column ${column + 1}`;
}

interface Frame {
  readonly script: string;
  readonly text: string;
  readonly place: CellPlace;
}

function framesOf({ stack = '' }: Error, locate: Locate): readonly Frame[] {
  const frames: Frame[] = [];
  for (const line of stack.split('\n')) {
    const match = FRAME.exec(line);
    if (!match || frames.length === MOST_FRAMES) continue;
    const [, callee, script, lineText, columnText] = match;
    const path = pathOf(script!.replace(/^async /, ''));
    const found = locate(path, Number(lineText) - 1, Number(columnText) - 1);
    if (!found) continue;
    const { title, place } = found;
    const where = `${title}, line ${place.line + 1}, column ${place.column + 1}`;
    const name = calleeName(callee);
    frames.push({
      script: path,
      place,
      text: name ? `    at ${name} (${where})` : `    at ${where}`,
    });
  }
  return frames;
}

function pathOf(script: string): string {
  try {
    return script.startsWith('file:') ? fileURLToPath(script) : script;
  } catch {
    return script;
  }
}

/** Undefined for the function around a cell. */
function calleeName(callee: string | undefined): string | undefined {
  return callee === undefined || /^(async )?(<anonymous>|Object\.<anonymous>)$/.test(callee)
    ? undefined
    : callee;
}
