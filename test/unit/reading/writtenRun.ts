// Folders of runs as the engine writes them, for the tests of whatever reads runs.

import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';

export const DICE = 'val/segmentation/dice';

/** So many seconds after the run began. */
export const at = (second: number) => new Date(Date.UTC(2026, 10, 28, 10, 0, second)).toISOString();

export const started: RunEvent = {
  type: 'started',
  time: at(0),
  step: 0,
  backend: 'TensorFlow.js on the CPU',
  host: hostname(),
  pid: 42,
  epochs: 2,
  stepsPerEpoch: 1000,
  losses: ['total/generators'],
  metrics: [DICE],
  images: [],
};

/** A step of an epoch of 1000. */
export const step = (n: number, generators: number | null = 1 / n, rate = 2e-4): RunEvent => ({
  type: 'step',
  time: at(n),
  step: n,
  epoch: 1 + Math.floor((n - 1) / 1000),
  generatorRate: rate,
  discriminatorRate: 1e-4,
  stepMs: 1000,
  memoryMiB: 100,
  losses: { 'total/generators': generators },
});

export const validation = (n: number, dice: number | null): RunEvent => ({
  type: 'validation',
  time: at(n),
  step: n,
  epoch: 1,
  metrics: { [DICE]: dice },
});

export const lines = (...events: readonly object[]) =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** Makes a folder with run.json, and events.jsonl where there are events; returns its path. */
export async function writeRun(
  folder: string,
  asked: object = {},
  events: readonly RunEvent[] = [],
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'run.json'), JSON.stringify({ schemaVersion: 1, ...asked }));
  if (events.length > 0) await writeFile(join(folder, 'events.jsonl'), lines(...events));
  return folder;
}

/** process.json of this process, unless something else is said. */
export async function writeProcess(folder: string, fields: object = {}): Promise<void> {
  const card = { schemaVersion: 1, pid: process.pid, host: hostname(), socket: '/nowhere', started: at(0) };
  await writeFile(join(folder, 'process.json'), JSON.stringify({ ...card, ...fields }));
}
