// Kernel of one notebook as the extension sees it: started by the first cell, interrupted, restarted, ended with the
// notebook. A kernel that does not react to an interrupt is killed, and says that its variables are lost.

import { setTimeout as sleep } from 'node:timers/promises';
import {
  INTERRUPT_PIPE,
  KERNEL_NODE_OPTIONS,
  type CellEnd,
  type CellOutput,
  type CellToRun,
  type KernelRequests,
  type KernelSetting,
} from '../../engine/protocol/kernelRequests.js';
import { EngineGoneError } from '../engine/connection.js';
import { startProcess, type EngineLog, type EngineProcess } from '../engine/process.js';
import { l10n } from '../workbench/l10n.js';

export interface KernelOptions {
  /** The kernel's entry script. */
  readonly script: string;
  readonly log: EngineLog;
  /** Asked for at every start. */
  readonly setting: () => KernelSetting;
  readonly variables: () => Readonly<Record<string, string>>;
}

export interface NotebookKernel {
  /** Rejects with EngineGoneError when the process ends before the cell. */
  run(
    cell: Omit<CellToRun, 'order'>,
    began: (order: number) => void,
    report: (output: CellOutput) => void,
  ): Promise<CellEnd>;
  /** Ends the running cell; resolves when it has ended or the kernel was killed. */
  interrupt(): Promise<void>;
  /** Ends the process; the next cell starts another one, with no variables. */
  stop(): Promise<void>;
}

type KernelProcess = EngineProcess<KernelRequests, CellOutput>;

/** Time after which a kernel that ignores an interrupt is killed. */
const PATIENCE_MS = 4000;
/** A kernel that has not begun the cell yet misses an interrupt, so it is told again. */
const AGAIN_MS = 500;
/** Time that a kernel has to exit by itself. */
const GRACE_MS = 1000;

/** `patienceMs`: time after which a kernel that ignores an interrupt is killed. */
export function notebookKernel(options: KernelOptions, patienceMs = PATIENCE_MS): NotebookKernel {
  let started: Promise<KernelProcess> | undefined;
  let order = 0;
  let running: Promise<unknown> | undefined;
  /** Reason why the last process was ended on purpose. */
  let killed: string | undefined;

  const start = async (): Promise<KernelProcess> => {
    killed = undefined;
    order = 0;
    try {
      return await startedProcess(options, KERNEL_NODE_OPTIONS);
    } catch (error) {
      if (!(error instanceof EngineGoneError)) throw error;
      // A Node that does not know the option: there, interrupting a busy cell ends the kernel.
      return startedProcess(options, []);
    }
  };

  const forget = (ended: Promise<KernelProcess>) => {
    if (started === ended) started = undefined;
  };

  const ready = (): Promise<KernelProcess> => {
    if (started) return started;
    const starting = start();
    started = starting;
    starting.then(
      ({ ended }) => ended.then(() => forget(starting)),
      () => forget(starting),
    );
    return starting;
  };

  return {
    run: async (cell, began, report) => {
      const { connection } = await ready();
      began(++order);
      const done = connection.request('cell/run', { ...cell, order }, { report });
      running = done.catch(() => undefined);
      try {
        return await done;
      } catch (error) {
        if (!(error instanceof EngineGoneError)) throw error;
        throw new EngineGoneError(
          killed ??
            l10n.t('The kernel ended, and its variables are lost. Run the cells again, from the first one.'),
        );
      }
    },
    interrupt: async () => {
      const process = await started?.catch(() => undefined);
      if (!process || !running) return;
      process.pipe?.write('i');
      const again = setInterval(() => process.pipe?.write('i'), AGAIN_MS);
      const late = new AbortController();
      const isLate = await Promise.race([
        running.then(() => false),
        sleep(patienceMs, true, { signal: late.signal }).catch(() => false),
      ]);
      late.abort();
      clearInterval(again);
      if (!isLate) return;
      killed = l10n.t(
        'The cell did not react to the interrupt, so the kernel was ended. Its variables are lost: run the cells again, from the first one.',
      );
      await process.stop(0);
    },
    stop: async () => {
      const process = await started?.catch(() => undefined);
      started = undefined;
      killed = l10n.t('The kernel was stopped.');
      await process?.stop(GRACE_MS);
    },
  };
}

async function startedProcess(
  { script, log, setting, variables }: KernelOptions,
  nodeOptions: readonly string[],
): Promise<KernelProcess> {
  const given = setting();
  const process = startProcess<KernelRequests, CellOutput>(script, log, {
    folder: given.folder,
    variables: variables(),
    nodeOptions,
    pipe: INTERRUPT_PIPE,
  });
  // A pipe whose other end has exited is no reason to fail.
  process.pipe?.on('error', () => undefined);
  try {
    await process.connection.request('kernel/start', given);
  } catch (thrown) {
    await process.stop(GRACE_MS);
    throw thrown;
  }
  return process;
}
