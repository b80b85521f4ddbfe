// Entry of a lane: a worker thread or a process that holds onnxruntime sessions and runs them one at a time.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import ort from 'onnxruntime-node';
import { asError } from '../../protocol/errors.js';
import { watchLimits } from '../../control/watchLimits.js';
import type {
  DeclaredValue,
  LaneAnswers,
  LaneImage,
  LaneRequest,
  LaneSettings,
  NumberedRequest,
} from './laneMessages.js';

// Written by startLane or startLaneProcess.
const settings = (parentPort ? workerData : JSON.parse(process.argv[2]!)) as LaneSettings;
if (settings.memoryMb !== undefined) watchLimits(settings.memoryMb);
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
    case 'describe': {
      const { inputMetadata, outputMetadata } = sessions.get(request.session)!;
      return { inputs: inputMetadata.map(declared), outputs: outputMetadata.map(declared) };
    }
    case 'run': {
      const session = sessions.get(request.session)!;
      const { dims, data } = request.image;
      // Data that came to a process is a view into the whole message.
      const input = new ort.Tensor('float32', parentPort ? data : data.slice(), dims);
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

function declared(value: ort.InferenceSession.ValueMetadata): DeclaredValue {
  const { name } = value;
  return value.isTensor ? { name, type: value.type, shape: value.shape } : { name };
}

/** A copy: the tensor's memory belongs to onnxruntime and cannot change threads. */
function imageOf(tensor: ort.Tensor): LaneImage {
  const data = (tensor.data as Float32Array).slice(); // all our outputs are float32
  tensor.dispose();
  return { dims: tensor.dims, data };
}

function post(message: object, value: LaneAnswers[keyof LaneAnswers] = null): void {
  if (parentPort) parentPort.postMessage(message, buffersOf(value));
  else process.send!(message); // a process has the other end of startLaneProcess
}

function buffersOf(value: LaneAnswers[keyof LaneAnswers]): ArrayBuffer[] {
  return value === null || typeof value === 'number' || Array.isArray(value.inputs)
    ? []
    : Object.values(value as LaneAnswers['run']).map(({ data }) => data.buffer);
}

let turn: Promise<void> = Promise.resolve();

(parentPort ?? process).on('message', ({ id, request }: NumberedRequest) => {
  turn = turn.then(async () => {
    try {
      const value = await answer(request);
      post({ id, answer: value }, value);
      if (request.kind !== 'run') setImmediate(collectGarbage);
    } catch (thrown) {
      const { message } = asError(thrown);
      const code = /alloc/i.test(message) ? 'out-of-memory' : 'backend-unavailable';
      post({ id, error: { code, message } });
    }
  });
});
