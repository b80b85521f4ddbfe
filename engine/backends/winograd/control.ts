// Memory that the threads of a convolution share besides the images: 32-bit numbers by which they wait for each
// other, and the job at hand.

import type { Job } from './tiles.js';
import type { WasmMemory, WasmModule } from './webAssembly.js';

/** Places in the numbers: which job it is, the next block of it, threads that are done, and then the job itself. */
export const JOB = 0;
export const NEXT = 1;
export const DONE = 2;
const FIRST = 3;

const FIELDS = [
  ...(['image', 'filter', 'output', 'scratch', 'height', 'width', 'inputs'] as const),
  ...(['outHeight', 'outWidth', 'outputs', 'top', 'left'] as const),
] satisfies (keyof Job)[];

/** Data that a thread starts with. */
export interface ThreadSettings {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly thread: number;
}

export function newControl(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4 * (FIRST + FIELDS.length)));
}

export function writeJob(control: Int32Array, job: Job): void {
  FIELDS.forEach((field, i) => (control[FIRST + i] = job[field]));
}

/** Addresses may be beyond 2 GB. */
export function readJob(control: Int32Array): Job {
  const entries = FIELDS.map((field, i) => [field, control[FIRST + i]! >>> 0]);
  return Object.fromEntries(entries) as Record<keyof Job, number>; // FIELDS are all its keys
}

/** Hands out blocks, each once. */
export const blocksOf = (control: Int32Array) => () => Atomics.add(control, NEXT, 1);
