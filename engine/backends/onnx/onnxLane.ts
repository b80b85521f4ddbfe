// Entry of a lane: a worker thread that holds onnxruntime sessions and runs them one at a time.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import ort from 'onnxruntime-node';
import { asError } from '../../protocol/errors.js';
import type { LaneAnswers, LaneImage, LaneRequest, LaneSettings, NumberedRequest } from './laneMessages.js';

const settings = workerData as LaneSettings; // written by startLane
const sessions = new Map<number, ort.InferenceSession>();
let loaded = 0;

const SESSION_OPTIONS: ort.InferenceSession.SessionOptions = {
  executionProviders: [settings.provider],
  intraOpNumThreads: settings.threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  enableCpuMemArena: true,
  // Saves nothing, and takes the memory of intermediate images a second time.
  enableMemPattern: false,
  logSeverityLevel: 4, // errors are thrown as well
  extra: {
    session: {
      // Numbers near zero would take a hundred times longer.
      set_denormal_as_zero: '1',
      // Waiting threads would use the processor time that the other lane needs.
      intra_op: { allow_spinning: '0' },
      // Processors without VNNI would overflow in products of uint8 and int8.
      x64quantprecision: '1',
    },
  },
};

setFlagsFromString('--expose-gc');
/** Frees what JavaScript no longer uses; left alone, it would keep files that onnxruntime has already copied. */
const collectGarbage = runInNewContext('gc') as () => void;

async function answer(request: LaneRequest): Promise<LaneAnswers[keyof LaneAnswers]> {
  switch (request.kind) {
    case 'load': {
      const session = await ort.InferenceSession.create(request.file, SESSION_OPTIONS);
      sessions.set(++loaded, session);
      return loaded;
    }
    case 'run': {
      const session = sessions.get(request.session)!;
      const { dims, data } = request.image;
      const input = new ort.Tensor('float32', data, dims);
      const outputs = await session.run({ [session.inputNames[0]!]: input });
      return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, imageOf(tensor)]));
    }
    case 'release': {
      const session = sessions.get(request.session);
      sessions.delete(request.session);
      await session?.release();
      return null;
    }
  }
}

/** A copy: the tensor's memory belongs to onnxruntime and cannot change threads. */
function imageOf(tensor: ort.Tensor): LaneImage {
  const data = (tensor.data as Float32Array).slice(); // all our outputs are float32
  tensor.dispose();
  return { dims: tensor.dims, data };
}

function buffersOf(value: LaneAnswers[keyof LaneAnswers]): ArrayBuffer[] {
  return value === null || typeof value === 'number'
    ? []
    : Object.values(value).map(({ data }) => data.buffer);
}

const port = parentPort!; // there is one in every worker
let turn: Promise<void> = Promise.resolve();

port.on('message', ({ id, request }: NumberedRequest) => {
  turn = turn.then(async () => {
    try {
      const value = await answer(request);
      port.postMessage({ id, answer: value }, buffersOf(value));
      if (request.kind !== 'run') setImmediate(collectGarbage);
    } catch (thrown) {
      const { message } = asError(thrown);
      const code = /alloc/i.test(message) ? 'out-of-memory' : 'backend-unavailable';
      port.postMessage({ id, error: { code, message } });
    }
  });
});
