// Calls of a plug-in's functions with a look at what they do beside their answer: for tests of plug-ins, in the plug-in's own
// process. It sees changed arguments, output, connections, and whatever a module leaves behind.

import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { serialize } from 'node:v8';
import { answerCalls, type Answer } from './answerCalls.js';
import { expandCells } from './cellsInput.js';
import type { CallMessage, PluginTask } from './pluginMessages.js';

/** Answer of a probed call. */
export interface Probed {
  /** What the function returned; for a call without kind, ids and functions of the module by kind. */
  readonly value: unknown;
  readonly ms: number;
  readonly isInputChanged: boolean;
  /** Characters that were written to standard output and standard error. */
  readonly printed: number;
  /** Connections that were begun. */
  readonly connections: number;
  /** Kinds of timers, sockets, watchers and processes that still run, and names of globals that were added. */
  readonly left: readonly string[];
}

/** Functions that the module exports: names by kind and id. */
export type Exported = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const LASTING = /^(Timeout|TCP|UDP|TLS|Pipe|Process|FSEvent|StatWatcher|HTTP)/;

/** The function never throws. */
export function probeCalls(task: PluginTask): (call: CallMessage) => Promise<Answer> {
  const answer = answerCalls(task);
  return async (call) => {
    const args = expandCells(call.args);
    const before = serialize(args);
    const effects = watchEffects();
    const begun = performance.now();
    const result = call.kind === '' ? await exportsOf(task.module) : await answer({ ...call, args });
    const ms = performance.now() - begun;
    // Timers of zero milliseconds are no trace that stays.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const seen = effects();
    if ('failed' in result) return result;
    const probed: Probed = {
      value: result.value,
      ms,
      isInputChanged: !serialize(args).equals(before),
      ...seen,
    };
    return { value: probed };
  };
}

async function exportsOf(module: string): Promise<Answer> {
  try {
    const exported = (await import(pathToFileURL(module).href)) as object;
    const named = { ...(exported as { default?: object }).default, ...exported };
    const functionsOf = (row: unknown) =>
      keysOf(row).filter((key) => typeof (row as Readonly<Record<string, unknown>>)[key] === 'function');
    const rows = (kind: unknown) =>
      Object.fromEntries(
        keysOf(kind).map((id) => [id, functionsOf((kind as Readonly<Record<string, unknown>>)[id])]),
      );
    const value: Exported = Object.fromEntries(
      Object.entries(named)
        .filter(([name]) => name !== 'default' && name !== 'module.exports')
        .map(([kind, value]) => [kind, rows(value)]),
    );
    return { value };
  } catch (error) {
    return { failed: 'module', message: error instanceof Error ? error.message : String(error) };
  }
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

type Effects = Pick<Probed, 'printed' | 'connections' | 'left'>;

/** Watches until the returned function is called. */
function watchEffects(): () => Effects {
  let [printed, connections] = [0, 0];
  const streams = [process.stdout, process.stderr].map((stream) => {
    // Bound below, to the stream that it came from.
    // eslint-disable-next-line @typescript-eslint/unbound-method
    const { write } = stream;
    stream.write = (chunk: string | Uint8Array, ...rest: never[]) => {
      printed += chunk.length;
      return write.call(stream, chunk, ...rest);
    };
    return () => void (stream.write = write);
  });
  // Restored below; called with the socket that it is called on.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    connections++;
    return (connect as (...args: unknown[]) => Socket).apply(this, args);
  };
  const [lasting, globals, places] = [lastingNow(), Object.getOwnPropertyNames(globalThis), placesNow()];
  return () => {
    for (const restore of streams) restore();
    Socket.prototype.connect = connect;
    const left = lastingNow();
    for (const one of lasting) if (left.includes(one)) left.splice(left.indexOf(one), 1);
    const added = Object.getOwnPropertyNames(globalThis).filter((name) => !globals.includes(name));
    const moved = placesNow().filter((place, i) => place !== places[i]);
    return {
      printed,
      connections,
      left: [...left, ...added.map((name) => `the global "${name}"`), ...moved],
    };
  };
}

function lastingNow(): string[] {
  return process.getActiveResourcesInfo().filter((name) => LASTING.test(name));
}

/** Settings of the process that a module could change. */
function placesNow(): readonly string[] {
  const names = [Object, Array, Number, String].map(({ name, prototype }) => {
    const count = Object.getOwnPropertyNames(prototype).length;
    return `${name}.prototype with ${count} properties`;
  });
  return [`the working directory ${process.cwd()}`, ...names];
}
