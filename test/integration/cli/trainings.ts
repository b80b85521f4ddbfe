// Small trainings as processes: one sample of 64 px, networks of one filter, some steps a second.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { isAlive } from '../../../engine/files/writeBeside.js';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { deepliif, type Finished } from './deepliif.js';

const SIDE_PX = 64;
const TINY = [
  ...['--modalities-names', 'dapi', '--net-g', 'resnet_1blocks', '--net-gs', 'unet_32'],
  ...['--ngf', '1', '--ndf', '1', '--backend', 'wasm', '--lr-g', '0.001', '--lr-d', '0.001'],
];

export interface Trainings {
  /** Writes the data set. */
  prepare(): Promise<void>;
  /** `deepliif train` on it; runs lie in "runs". */
  train(...args: readonly string[]): Promise<Finished>;
  /** Begins a run, detached, that would take for ever. */
  begin(): Promise<{ readonly dir: string; readonly pid: number }>;
  /** Ends every process that trains still, those that tests noted in `pids` too. */
  killAll(): void;
  readonly pids: number[];
}

export function trainings(folder: { readonly path: string }): Trainings {
  const pids: number[] = [];
  const train = (...args: readonly string[]) => {
    const [data, runs] = [join(folder.path, 'data'), join(folder.path, 'runs')];
    return deepliif('train', '--data', data, '--out', runs, ...TINY, ...args);
  };
  return {
    pids,
    train,
    prepare: async () => {
      const place = join(folder.path, 'data', 'train');
      await mkdir(place, { recursive: true });
      const pixels = Buffer.from(Array.from({ length: 9 * SIDE_PX * SIDE_PX }, (_, i) => (i * i) % 251));
      const raw = { width: 3 * SIDE_PX, height: SIDE_PX, channels: 3 } as const;
      await sharp(pixels, { raw }).toFile(join(place, 'a.png'));
    },
    begin: async () => {
      const { code, stdout, stderr } = await train('--detach', '--json', '--n-epochs', '100000');
      assert.equal(code, 0, stderr);
      const { dir, pid } = JSON.parse(stdout) as { dir: string; pid: number };
      pids.push(pid);
      return { dir, pid };
    },
    killAll: () => {
      for (const pid of pids.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    },
  };
}

/** Events that a run has written so far, in whole lines. */
export async function eventsOf(dir: string): Promise<readonly RunEvent[]> {
  const text = await readFile(join(dir, 'events.jsonl'), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as RunEvent);
}

export async function typesOf(dir: string): Promise<readonly RunEvent['type'][]> {
  return (await eventsOf(dir)).map(({ type }) => type);
}
