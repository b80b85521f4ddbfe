// Plug-in under test: its declaration, and its functions in a process of their own. A call of a name is made once; all
// checks look at its one answer. A contribution that hung or killed its process is not called again.

import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import type { KindWithCode } from '../plugins/contributionWords.js';
import { usePluginRows } from '../plugins/kinds/pluginRows.js';
import { startPluginProcess, type PluginProcess } from '../plugins/pluginProcesses.js';
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
  let last: Promise<unknown> = Promise.resolve();

  async function ask(key: string, call: Omit<Call, 'name' | 'kind'> & { kind: string }): Promise<Outcome> {
    if (ended.has(key)) return { end: 'skipped' };
    const { kind, id, method, args } = call;
    running = running?.isAlive ? running : startPluginProcess(used, all.memoryMb, { probes: true });
    const answer = await running.ask({ kind, id, method, args }, { timeoutMs: all.timeoutMs });
    if (answer.end === 'answered') return { end: 'answered', ...(answer.value as Probed) };
    if (answer.end !== 'failed') ended.add(key);
    switch (answer.end) {
      case 'failed':
        return { end: 'failed', what: answer.what };
      case 'timeout':
        return { end: 'failed', what: `gave no answer within ${all.timeoutMs / 1000} s` };
      case 'memory':
        return { end: 'failed', what: `needed more than ${all.memoryMb} MB of memory` };
      case 'died':
        return { end: 'failed', what: `ended its process (${answer.how})` };
      case 'cancelled':
        return { end: 'skipped' };
    }
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
    load: () => once('', () => ask('', { kind: '', id: '', method: '', args: [] })),
    call: (call) => once(`${call.kind}/${call.id}/${call.name}`, () => ask(`${call.kind}/${call.id}`, call)),
    async close() {
      await last;
      await running?.end();
      await usePluginRows([]);
    },
  };
}
