// Functions of one plug-in, called in a process of its own. The process starts with the first call. It is killed when a call
// takes too long or is cancelled, and starts anew with the next one. Every failure is one `plugin-failed` that names the
// plug-in, its contribution, and what to do.

import { orCancelled, throwIfCancelled } from '../control/cancel.js';
import { EngineError } from '../protocol/errors.js';
import type { CancelSignal } from '../protocol/progress.js';
import type { Plugin } from '../protocol/plugins.js';
import { contributionName, type KindWithCode } from './contributionWords.js';
import { startPluginProcess, type PluginProcess } from './pluginProcesses.js';

/** Limits of every call. */
export interface PluginLimits {
  /** Default 120,000. */
  readonly timeoutMs?: number;
  /** Memory of the process in MB. Default 3072. */
  readonly memoryMb?: number;
}

/** Limits of one call. */
export interface CallLimits {
  readonly timeoutMs?: number;
  readonly signal?: CancelSignal;
}

export interface PluginCode {
  /**
   * Calls `exports[kind][id][method](...args)` and gives its answer, awaited. Arguments and answer are copied: plain objects,
   * lists, strings, numbers, typed arrays. One call at a time: others wait, and their time begins when their call does.
   *
   * @throws EngineError `plugin-failed`, `cancelled`
   */
  call(
    kind: KindWithCode,
    id: string,
    method: string,
    args: readonly unknown[],
    limits?: CallLimits,
  ): Promise<unknown>;
  /** Ends the process once the calls that were made have ended. Later calls fail. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 120_000;
const DEFAULT_MEMORY_MB = 3072;
/** Deaths of the process in a row after which a contribution is not called again: a batch must not wait for each image. */
const MOST_DEATHS = 3;
const WHAT_TO_DO = 'Tell its author, or switch the plug-in off.';

export function pluginCode(plugin: Plugin, defaults: PluginLimits = {}): PluginCode {
  const { timeoutMs: usualMs = DEFAULT_TIMEOUT_MS, memoryMb = DEFAULT_MEMORY_MB } = defaults;
  const deaths = new Map<string, number>();
  let running: PluginProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const processInUse = () => (running?.isAlive ? running : (running = startPluginProcess(plugin, memoryMb)));

  async function callNow(
    kind: KindWithCode,
    id: string,
    method: string,
    args: readonly unknown[],
    { timeoutMs = usualMs, signal }: CallLimits,
  ): Promise<unknown> {
    const name = `The ${contributionName(plugin, kind, id)}`;
    const failed = (what: string, advice = WHAT_TO_DO) =>
      new EngineError('plugin-failed', `${name} ${what}. ${advice}`);
    throwIfCancelled({ signal });
    const contribution = `${kind}/${id}`;
    const died = deaths.get(contribution) ?? 0;
    if (died >= MOST_DEATHS)
      throw failed(`was stopped ${died} times in a row and is not called again`, WHAT_TO_DO);
    const process = processInUse();
    const answer = await process.ask({ kind, id, method, args }, { timeoutMs, signal });
    if (answer.end === 'cancelled') throw cancelled(name);
    if (answer.end === 'answered' || answer.end === 'failed') deaths.delete(contribution);
    else deaths.set(contribution, died + 1);
    switch (answer.end) {
      case 'answered':
        return answer.value;
      case 'failed':
        throw failed(answer.what + saidBy(answer.output));
      case 'timeout':
        throw failed(`gave no answer within ${timeoutMs / 1000} s and was stopped` + saidBy(answer.output));
      case 'memory':
        throw failed(`needed more than ${memoryMb} MB of memory and was stopped` + saidBy(answer.output));
      case 'died':
        throw failed(`ended its process (${answer.how})` + saidBy(answer.output));
    }
  }

  return {
    call(kind, id, method, args, limits = {}) {
      const name = `The ${contributionName(plugin, kind, id)}`;
      if (isClosed)
        return Promise.reject(
          new EngineError('plugin-failed', `${name} was switched off or replaced. Start the work again.`),
        );
      const earlier = last;
      const called = orCancelled(earlier, { signal: limits.signal }).then(() =>
        callNow(kind, id, method, args, limits),
      );
      // A call that was cancelled while it waited must not let a later one overtake.
      last = Promise.allSettled([earlier, called]);
      return called;
    },
    async close() {
      isClosed = true;
      await last;
      await running?.end();
    },
  };
}

/** Output of the process in an error; nothing if there was none. */
function saidBy(output: string): string {
  return output === '' ? '' : `; its last output: ${output}`;
}

function cancelled(name: string): EngineError {
  return new EngineError('cancelled', `${name} was cancelled. Nothing was left behind.`);
}
