// Runs the command line as a user does: the built file, in a process of its own.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { TOY_MODEL } from '../../toyModel.js';

export const CLI = join(packageRoot(), 'dist', 'cli.js');
export const FIXTURES = join(packageRoot(), 'test', 'fixtures');
export const TINY = join(FIXTURES, 'deepliif', 'd_model');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Most tests name their backend, so that they do not spend their time looking for a faster one. */
export const ON_ONNX = ['--backend', 'onnx'];

/** The toy model, for tests that expect its numbers. */
export const ON_TOY = ['--model', TOY_MODEL, ...ON_ONNX];

export async function deepliif(...args: readonly string[]): Promise<Finished> {
  return start(args).finished;
}

export function start(args: readonly string[]): {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
} {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
  const finished = new Promise<Finished>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, finished };
}

/** A folder for one test, removed after it; or one for all tests of a `describe`. */
export function temporaryFolder(scope: 'test' | 'describe' = 'test'): { readonly path: string } {
  const folder = { path: '' };
  const [begin, end] = scope === 'test' ? [beforeEach, afterEach] : [before, after];
  begin(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'deepliif-cli-'));
  });
  end(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}

export async function readJson<T = Record<string, unknown>>(...path: readonly string[]): Promise<T> {
  return JSON.parse(await readFile(join(...path), 'utf8')) as T;
}

/** Names in a folder, hidden ones too; none when there is no folder. */
export async function namesIn(...path: readonly string[]): Promise<string[]> {
  return (await readdir(join(...path)).catch(() => [])).sort();
}
