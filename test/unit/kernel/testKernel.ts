// A kernel's process for tests, with what its cells have put out.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  INTERRUPT_PIPE,
  KERNEL_NODE_OPTIONS,
  type CellEnd,
  type CellLanguage,
  type CellOutput,
  type KernelRequests,
} from '../../../engine/protocol/kernelRequests.js';
import { startProcess } from '../../../extension/engine/process.js';
import { TOY_MODEL } from '../../toyModel.js';

const SCRIPT = join(import.meta.dirname, '../../../engine/kernel.js');

export interface TestKernel {
  readonly folder: string;
  readonly pid: number | undefined;
  readonly ended: Promise<string>;
  /** Lines that the process wrote to its own log. */
  readonly log: string[];
  run(code: string, language?: CellLanguage): Promise<RunCell>;
  /** Runs as `run` does, without waiting for the end. */
  begin(code: string): RunningCell;
  interrupt(): void;
  stop(): Promise<void>;
}

export interface RunCell {
  readonly end: CellEnd;
  readonly outputs: readonly CellOutput[];
  readonly stdout: string;
  /** Text of the last display. */
  readonly value: unknown;
}

export interface RunningCell {
  readonly outputs: CellOutput[];
  readonly done: Promise<RunCell>;
}

export async function startKernel(): Promise<TestKernel> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'deepliif-kernel-')));
  const log: string[] = [];
  const note = (line: string) => void log.push(line);
  const process = startProcess<KernelRequests, CellOutput>(
    SCRIPT,
    { info: note, warn: note },
    { folder, nodeOptions: KERNEL_NODE_OPTIONS, pipe: INTERRUPT_PIPE },
  );
  const { connection } = process;
  await connection.request('kernel/start', {
    folder,
    analysis: { model: TOY_MODEL, backend: 'auto' },
    results: join(folder, 'results'),
    runs: join(folder, 'runs'),
    sweeps: join(folder, 'sweeps'),
    models: [],
  });
  let order = 0;
  const begin = (code: string, language: CellLanguage = 'typescript'): RunningCell => {
    const outputs: CellOutput[] = [];
    const report = (output: CellOutput) => void outputs.push(output);
    const ended = connection.request('cell/run', { code, language, order: ++order }, { report });
    const done = ended.then((end) => {
      const displays = outputs.flatMap((output) => (output.type === 'display' ? [output.bundle] : []));
      const stdout = outputs.map((output) => (output.type === 'stdout' ? output.text : '')).join('');
      return { end, outputs, stdout, value: displays.at(-1)?.['text/plain'] };
    });
    return { outputs, done };
  };
  return {
    folder,
    pid: process.pid,
    ended: process.ended,
    log,
    run: (code, language) => begin(code, language).done,
    begin,
    interrupt: () => void process.pipe!.write('i'),
    stop: async () => {
      await process.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
