// A small training that is killed (SIGKILL) at random moments and resumed until it ends. It must equal an uninterrupted
// training bit for bit, and every file must be complete after every kill.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { checkpointsIn, readStored } from '../../../engine/reading/runCheckpoints.js';
import { readRunLog } from '../../../engine/runlog/runLog.js';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';

const SIDE = 32;
const SAMPLES = 3;
const SMALLEST = [
  ...[
    '--modalities-names',
    'dapi',
    '--net-g',
    'resnet_0blocks',
    '--net-gs',
    'unet_32',
    '--ngf',
    '1',
    '--ndf',
    '1',
  ],
  ...['--n-layers-d', '1', '--n-epochs', '0', '--n-epochs-decay', '1', '--lr-g', '0.001', '--lr-d', '0.001'],
  // A checkpoint after every step, so that many kills happen while one is being written.
  ...['--save-every-steps', '1', '--keep-last', '2', '--augment-rotate'],
];

export interface Killing {
  readonly cli: string;
  /** An empty folder. */
  readonly root: string;
  readonly backend: string;
  readonly kills: number;
  /** Random number in [0, 1). */
  readonly chance: () => number;
  readonly note?: (line: string) => void;
}

export interface Killed {
  readonly kills: number;
  readonly runs: number;
  /** Number of kills that hit a process after its first event. */
  readonly whileTraining: number;
  readonly steps: number;
}

/** Kills and resumes runs. Rejects if one differs from the uninterrupted run, or if a file is broken. */
export async function killRuns({ cli, root, backend, kills, chance, note }: Killing): Promise<Killed> {
  await writeSamples(root);
  const train = (...args: string[]) => start(cli, ['train', ...args, '--backend', backend]);
  const begin = (name: string) =>
    train('--data', join(root, 'data'), '--out', join(root, name), '--name', name, ...SMALLEST);

  const before = performance.now();
  await begin('whole').ended;
  const durationMs = performance.now() - before;
  const whole = await runIn(root, 'whole');
  const wanted = await resultOf(whole!);
  note?.(`${wanted.steps} steps in ${(durationMs / 1000).toFixed(1)} s without a kill`);

  let [killed, runs, whileTraining] = [0, 0, 0];
  while (killed < kills) {
    const name = `run${++runs}`;
    for (;;) {
      const dir = await runIn(root, name);
      const child = dir === undefined ? begin(name) : train('--resume', dir);
      // The last run is not killed; a resumed one is left alone with a probability of 0.4.
      const lives = killed >= kills || (dir !== undefined && chance() < 0.4);
      const timer = lives ? undefined : setTimeout(() => child.kill(), chance() * durationMs);
      const isDone = await child.ended;
      clearTimeout(timer);
      if (!isDone) {
        assert.ok(!lives, 'it failed without being killed');
        killed++;
        const now = await runIn(root, name);
        if (now !== undefined && (await checkFiles(now)) > 0) whileTraining++;
        note?.(`kill ${killed} of ${kills}`);
        continue;
      }
      break;
    }
    assert.deepEqual(await resultOf((await runIn(root, name))!), wanted);
  }
  return { kills: killed, runs, whileTraining, steps: wanted.steps };
}

function start(cli: string, args: readonly string[]) {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  const ended = new Promise<boolean>((resolve, reject) =>
    child.on('close', (code, signal) => {
      if (code === 0) resolve(true);
      else if (signal === 'SIGKILL') resolve(false);
      else reject(new Error(`exit code ${code}: ${errors.slice(-1000)}`));
    }),
  );
  return { ended, kill: () => child.kill('SIGKILL') };
}

async function writeSamples(root: string): Promise<void> {
  const folder = join(root, 'data', 'train');
  await mkdir(folder, { recursive: true });
  for (let n = 0; n < SAMPLES; n++) {
    const pixels = Buffer.from(Array.from({ length: 9 * SIDE * SIDE }, (_, i) => (i * (i + n)) % 251));
    await sharp(pixels, { raw: { width: 3 * SIDE, height: SIDE, channels: 3 } }).toFile(
      join(folder, `${n}.png`),
    );
  }
}

async function runIn(root: string, name: string): Promise<string | undefined> {
  const folders = (await readdir(join(root, name)).catch(() => [])).filter((found) => !found.startsWith('.'));
  assert.ok(folders.length <= 1);
  return folders[0] === undefined ? undefined : join(root, name, folders[0]);
}

/**
 * Checks that all files of a run whose process was killed are whole, but for the last line. @returns the number of
 * events
 */
async function checkFiles(dir: string): Promise<number> {
  const log = readRunLog();
  log.push(await readFile(join(dir, 'events.jsonl'), 'utf8'));
  assert.deepEqual(log.problems, []);
  for (const name of await checkpointsIn(dir)) await readStored(join(dir, 'checkpoints', name));
  JSON.parse(await readFile(join(dir, 'run.json'), 'utf8'));
  return log.lines;
}

/**
 * The parts of a run that must be the same: losses and rates of every step, events of checkpoints, and all bits of
 * the last state.
 */
async function resultOf(dir: string) {
  await checkFiles(dir);
  const events = (await readFile(join(dir, 'events.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent)
    .filter(({ type }) => type === 'step' || type === 'checkpoint')
    // Times and memory may differ.
    .map((event) => ({ ...event, time: '', stepMs: 0, memoryMiB: 0 }));
  const checkpoints = await checkpointsIn(dir);
  const last = join(dir, 'checkpoints', checkpoints.at(-1)!);
  const { progress } = (await readStored(last)).state;
  const tensors: Record<string, string> = {};
  for (const file of (await readdir(last)).filter((name) => name.endsWith('.safetensors')))
    tensors[file] = (await readFile(join(last, file))).toString('base64');
  assert.equal(Object.keys(tensors).length, 3, 'networks, and both moments of Adam');
  assert.ok(!(await readdir(dir)).includes('process.json'));
  return {
    steps: events.filter(({ type }) => type === 'step').length,
    events,
    checkpoints,
    progress,
    tensors,
  };
}
