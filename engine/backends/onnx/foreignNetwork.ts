// Network from elsewhere, an ONNX file that a user supplies or a model folder names. The file is untrusted: its size is
// bounded, it may not name other files, and onnxruntime runs it on the CPU in a process of its own, with its own
// operators only, within limits of time and memory.

import { availableParallelism } from 'node:os';
import { orCancelled } from '../../control/cancel.js';
import { readFileBytes, type FileKind } from '../../files/fileBytes.js';
import { asError, EngineError } from '../../protocol/errors.js';
import type { Control } from '../../protocol/progress.js';
import type { Lane } from './lane.js';
import type { LaneAnswers, LaneImage } from './laneMessages.js';
import { startLaneProcess } from './laneProcess.js';

/** A protocol buffer cannot be larger. */
const MAXIMUM_BYTES = 2 ** 31 - 1;
const LOAD_TIMEOUT_MS = 120_000;
const RUN_TIMEOUT_MS = 180_000;

const ONNX_FILE: FileKind = { expected: 'an ONNX file', missing: 'model-not-found', broken: 'model-invalid' };

export interface ForeignNetwork extends Readonly<LaneAnswers['describe']> {
  /** Outputs by name. A network that failed or was cancelled is loaded again by the next run. */
  run(image: LaneImage, control?: Control): Promise<Readonly<Record<string, LaneImage>>>;
  close(): Promise<void>;
}

export interface ForeignLimits {
  readonly runTimeoutMs?: number;
}

/**
 * Bytes of an ONNX file that is one file.
 * @throws EngineError `model-not-found`, `model-invalid`
 */
export async function readOnnxFile(path: string): Promise<Uint8Array> {
  const file = await readFileBytes(path, MAXIMUM_BYTES, ONNX_FILE);
  if (namesOtherFiles(file))
    throw new EngineError(
      'model-invalid',
      `${path}: keeps weights in other files, which are not read. Save the network as one file ` +
        '(onnx.save_model with save_as_external_data=False).',
    );
  return file;
}

/** Key "location" of an entry of `TensorProto.external_data`, as bytes: field 1, eight letters, field 2. */
const LOCATION = Buffer.from('\x0a\x08location\x12', 'latin1');

function namesOtherFiles(file: Uint8Array): boolean {
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength).includes(LOCATION);
}

/**
 * Opens the network of a file that `readOnnxFile` gave.
 * @throws EngineError `model-invalid` for a file that onnxruntime does not run, `cancelled`
 */
export async function openForeignNetwork(
  path: string,
  file: Uint8Array,
  { runTimeoutMs = RUN_TIMEOUT_MS }: ForeignLimits = {},
  control: Control = {},
): Promise<ForeignNetwork> {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const start = async (asked: Control) => {
    const lane = startLaneProcess({ provider: 'cpu', threads: availableParallelism() });
    try {
      const loading = lane.load(Uint8Array.from(file));
      const session = await within(loading, LOAD_TIMEOUT_MS, asked).catch((thrown: unknown) =>
        refuse(path, 'is no network that onnxruntime runs', thrown),
      );
      return { lane, session, values: await lane.describe(session) };
    } catch (error) {
      await lane.close();
      throw error;
    }
  };
  let opened: Awaited<ReturnType<typeof start>> | undefined = await start(control);
  return {
    ...opened.values,
    async run(image, asked = {}) {
      opened ??= await start(asked);
      try {
        return await within(opened.lane.run(opened.session, image), runTimeoutMs, asked);
      } catch (error) {
        const { lane } = opened;
        opened = undefined;
        await lane.close();
        return refuse(path, `cannot be run on an image of ${image.dims.join(' × ')}`, error);
      }
    },
    close: async () => {
      const lane: Lane | undefined = opened?.lane;
      opened = undefined;
      await lane?.close();
    },
  };
}

/** Result of the promise within the time. @throws EngineError `model-invalid` after it, `cancelled` */
async function within<T>(promise: Promise<T>, ms: number, control: Control): Promise<T> {
  promise.catch(() => undefined); // it may fail when nobody waits for it any more
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new EngineError('model-invalid', `it did not end within ${ms / 1000} s and was stopped`)),
      ms,
    );
  });
  try {
    return await orCancelled(Promise.race([promise, late]), control);
  } finally {
    clearTimeout(timer);
  }
}

function refuse(path: string, what: string, thrown: unknown): never {
  const code = thrown instanceof EngineError ? thrown.code : 'model-invalid';
  if (code === 'cancelled') throw thrown;
  const { message } = asError(thrown);
  const isKilled = message.includes('signal SIGKILL');
  const why = isKilled ? 'its process needed too much memory, or was killed' : message.replace(/\s+/g, ' ');
  throw new EngineError(
    code === 'out-of-memory' ? code : 'model-invalid',
    `${path}: ${what}: ${why.slice(0, 600)}`,
    { cause: thrown },
  );
}
