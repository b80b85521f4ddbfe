// Session of a notebook: runs its cells one after the other, with variables that stay, and ends the one that is
// interrupted.

import { Script } from 'node:vm';
import type { CellEnd, CellOutput, CellToRun } from '../protocol/kernelRequests.js';
import { cellError, cellScript, type Locate } from './cellErrors.js';
import type { CompiledCell } from './compileCell.js';
import { RUNTIME } from './runtimeName.js';
import { Interrupted, setCurrentExecution, waitFor, waitForEach, type Execution } from './execution.js';
import { FLAGS, type SharedFlags } from './interruptFlags.js';
import { flushOutput } from './standardOutput.js';
import type { UserModules } from './userModules.js';

export interface Session {
  /** Waits for earlier cells and runs this one. `report` gets its outputs until it has ended. */
  run(cell: CellToRun, report: (output: CellOutput) => void): Promise<CellEnd>;
  /** Ends the running cell; those that wait behind it are the caller's. */
  interrupt(): void;
  /** Error of code outside of every cell, as text. */
  textOf(thrown: unknown): string;
}

export interface SessionParts {
  readonly flags: SharedFlags;
  readonly modules: UserModules;
  /** Shows the value of a cell's last expression. */
  readonly show: (value: unknown) => Promise<void>;
  /** Waits until everything that was displayed has been sent. */
  readonly shown: (execution: Execution) => Promise<void>;
  /** Global variables beside those of Node: `deepliif`. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Scripts whose places are known; a notebook that runs cells for days must not fill the memory. */
const MOST_SCRIPTS = 1000;

const everywhere = globalThis as unknown as Record<string, unknown>;

export function createSession({ flags, modules, show, shown, globals }: SessionParts): Session {
  const builtIn = new Set(Object.getOwnPropertyNames(globalThis));
  const shadowed = new Set<string>();
  const scripts = new Map<string, { readonly title: string; readonly placeOf: CompiledCell['placeOf'] }>();
  let last: Promise<unknown> = Promise.resolve();
  let interruptRunning: (() => void) | undefined;
  let runs = 0;

  define(RUNTIME, {
    wait: waitFor,
    each: waitForEach,
    load: (specifier: string) => modules.load(specifier),
    meta: { url: modules.url, dirname: modules.folder },
    named: (name: string, value: object) => Object.defineProperty(value, 'name', { value: name }),
  });
  define('require', modules.require);
  for (const [name, value] of Object.entries(globals)) define(name, value);

  const locate: Locate = (script, line, column) => {
    const known = scripts.get(script);
    if (!known) return modules.locate(script, line, column);
    const place = known.placeOf(line, column);
    return place && { title: known.title, place };
  };

  const compile = async ({ code, language, order }: CellToRun): Promise<Script> => {
    const { compileCell } = await import('./compileCell.js');
    const compiled = compileCell(code, language, shadowed, builtIn);
    const filename = cellScript(order);
    scripts.delete(filename);
    scripts.set(filename, {
      title: `Cell [${order}]`,
      placeOf: (line, column) => compiled.placeOf(line, column),
    });
    if (scripts.size > MOST_SCRIPTS) scripts.delete(scripts.keys().next().value!);
    for (const name of compiled.declared) if (!(name in everywhere)) define(name, undefined);
    return new Script(compiled.script, { filename });
  };

  const runNow = async (cell: CellToRun, report: (output: CellOutput) => void): Promise<CellEnd> => {
    const abort = new AbortController();
    let isOpen = true;
    const output = (one: CellOutput) => {
      if (isOpen) report(one);
    };
    const execution: Execution = { signal: abort.signal, isOpen: () => isOpen, output };
    const failed = (thrown: unknown): CellEnd =>
      thrown instanceof Interrupted
        ? { status: 'interrupted' }
        : { status: 'failed', error: cellError(thrown, cell.order, locate) };
    const number = ++runs;
    // The first cell waits for TypeScript, and can be interrupted meanwhile.
    interruptRunning = () => abort.abort();
    try {
      const script = await compile(cell);
      if (abort.signal.aborted) return { status: 'interrupted' };
      return await new Promise<CellEnd>((resolve) => {
        interruptRunning = () => {
          abort.abort();
          Atomics.store(flags, FLAGS.reacted, number);
          resolve({ status: 'interrupted' });
        };
        setCurrentExecution(execution);
        Atomics.store(flags, FLAGS.running, number);
        const work = async () => {
          await show(await waitFor(script.runInThisContext() as Promise<unknown>));
          await shown(execution);
        };
        // A callback of its own: terminating the cell ends everything that has called it.
        setImmediate(() => {
          work().then(
            () => resolve({ status: 'done' }),
            (thrown: unknown) => resolve(failed(thrown)),
          );
        });
      });
    } catch (thrown) {
      return failed(thrown);
    } finally {
      Atomics.store(flags, FLAGS.running, 0);
      interruptRunning = undefined;
      flushOutput(execution);
      setCurrentExecution(undefined);
      isOpen = false;
    }
  };

  return {
    run: (cell, report) => {
      const turn = last.then(() => runNow(cell, report));
      last = turn;
      return turn;
    },
    interrupt: () => interruptRunning?.(),
    textOf: (thrown) => cellError(thrown, 0, locate).stack,
  };
}

/** Defines a global that code may replace and that loops over globals leave out. */
function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
