// Plug-in under test: its declaration, and its functions in a process of their own. A call of a name is made once; all
// checks look at its one answer. A contribution that hung or killed its process is not called again.

import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import type { KindWithCode } from '../plugins/contributionWords.js';
import { usePluginRows } from '../plugins/kinds/pluginRows.js';
import { startPluginProcess, type CallEnd, type PluginProcess } from '../plugins/pluginProcesses.js';
import type { Probed } from '../plugins/probeCalls.js';
import type { Plugin } from '../protocol/plugins.js';

export interface TestLimits {
  /** Time of each call. Default 30,000. */
  readonly timeoutMs?: number;
  /** Memory of the process in MB. Default 1024: a third of what a plug-in has in use. */
  readonly memoryMb?: number;
  /** Files for readers, absolute paths. Files in the folder "samples" of the plug-in are taken, too. */
  readonly images?: readonly string[];
}

/** A call that was answered, or why not, as the end of a sentence: "failed: x is not defined (shape.mjs:3:9)". */
export type Outcome =
  | ({ readonly end: 'answered' } & Probed)
  | { readonly end: 'failed'; readonly what: string }
  /** An earlier call has hung or ended the process: told once. */
  | { readonly end: 'skipped' };

export interface Call {
  readonly kind: KindWithCode;
  readonly id: string;
  /** Name of the input: "no-cells". The input is made once for each. */
  readonly name: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface TestedPlugin {
  /** Declaration with all problems that DeepLIIF finds. */
  readonly plugin: Plugin;
  /** package.json; empty if it cannot be read. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly limits: Required<TestLimits>;
  /** True if the functions can be called. */
  readonly hasCode: boolean;
  load(): Promise<Outcome>;
  call(call: Call): Promise<Outcome>;
  close(): Promise<void>;
}

/** Time to start a process and to load the module. */
const START_MS = 30_000;
const PACKAGE_BYTES = 4 * 1024 * 1024;

/** Never throws for a plug-in. Plug-ins that were in use are not any more. */
export async function openTested(folder: string, limits: TestLimits = {}): Promise<TestedPlugin> {
  const place = resolve(folder);
  const [used] = (await usePluginRows([place])).plugins as readonly [Plugin];
  const { module } = used.contributes;
  const hasCode =
    module !== undefined &&
    (await stat(join(place, module)).then(
      (found) => found.isFile(),
      () => false,
    ));
  const json = await readFileBytes(join(place, 'package.json'), PACKAGE_BYTES)
    .then((bytes) => parseJsonObject(bytes, 'package.json'))
    .catch(() => ({}));
  const all = { timeoutMs: 30_000, memoryMb: 1024, images: [], ...limits };
  const outcomes = new Map<string, Promise<Outcome>>();
  const ended = new Set<string>();
  let running: PluginProcess | undefined;
  /** True once the module did not load: that is told once, by the check of that name. */
  let isHopeless = false;
  let last: Promise<unknown> = Promise.resolve();

  /** Loads the module into a new process, so that the time of a call is that of the call alone. */
  async function start(): Promise<Outcome> {
    running = startPluginProcess(used, all.memoryMb, { probes: true });
    const end = await running.ask({ kind: '', id: '', method: '', args: [] }, { timeoutMs: START_MS });
    isHopeless = end.end !== 'answered';
    return outcomeOf(end, START_MS, all.memoryMb);
  }

  async function ask({ kind, id, method, args }: Call): Promise<Outcome> {
    const contribution = `${kind}/${id}`;
    if (ended.has(contribution)) return { end: 'skipped' };
    if (!isHopeless && !running?.isAlive) await start();
    if (isHopeless) return { end: 'skipped' };
    const end = await running!.ask({ kind, id, method, args }, { timeoutMs: all.timeoutMs });
    if (end.end !== 'answered' && end.end !== 'failed') ended.add(contribution);
    return outcomeOf(end, all.timeoutMs, all.memoryMb);
  }

  const once = (name: string, make: () => Promise<Outcome>) => {
    const known = outcomes.get(name);
    if (known) return known;
    const outcome = last.then(make);
    last = outcome;
    outcomes.set(name, outcome);
    return outcome;
  };

  return {
    ...{ plugin: used, json, limits: all, hasCode },
    load: () => once('', start),
    call: (call) => once(`${call.kind}/${call.id}/${call.name}`, () => ask(call)),
    async close() {
      await last;
      await running?.end();
      await usePluginRows([]);
    },
  };
}

function outcomeOf(end: CallEnd, timeoutMs: number, memoryMb: number): Outcome {
  switch (end.end) {
    case 'answered':
      return { end: 'answered', ...(end.value as Probed) };
    case 'failed':
      return { end: 'failed', what: end.what };
    case 'timeout':
      return { end: 'failed', what: `gave no answer within ${timeoutMs / 1000} s` };
    case 'memory':
      return { end: 'failed', what: `needed more than ${memoryMb} MB of memory` };
    case 'died':
      return { end: 'failed', what: `ended its process (${end.how})` };
    case 'cancelled':
      return { end: 'skipped' };
  }
}
