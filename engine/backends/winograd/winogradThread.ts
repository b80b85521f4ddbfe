// Entry of a thread that helps with convolutions. It sleeps between them, and ends when it is terminated.

import { parentPort, workerData } from 'node:worker_threads';
import { blocksOf, DONE, JOB, readJob, type ThreadSettings } from './control.js';
import { kernelsOn } from './kernels.js';
import { workOn } from './tiles.js';

const { module, memory, control, thread } = workerData as ThreadSettings; // written by startThreads
const kernels = kernelsOn(module, memory);
const next = blocksOf(control);

parentPort?.postMessage('ready');
for (let job = 0; ; job++) {
  Atomics.wait(control, JOB, job);
  workOn(kernels, readJob(control), thread, next);
  Atomics.add(control, DONE, 1);
  Atomics.notify(control, DONE);
}
