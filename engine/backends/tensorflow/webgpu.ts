// TensorFlow.js on the GPU through WebGPU: @tensorflow/tfjs-backend-webgpu on the npm package `webgpu` (Dawn).
// Needs a GPU with a Vulkan, Metal or Direct3D 12 driver. A software adapter is taken when this backend is asked
// for by name, but the automatic choice passes it over.

import type * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../../protocol/errors.js';
import type { Backend } from '../backend.js';
import { findGpuAdapter, type GpuAdapter } from '../gpuAdapter.js';
import { openTensorFlowJs } from './tensorflowJs.js';
import type { StartableBackend } from './backendLock.js';

/** @throws EngineError `backend-unavailable` when there is no adapter that computes */
export async function openWebGpu(): Promise<Backend> {
  const adapter = await findGpuAdapter();
  if (!adapter.works)
    throw new EngineError(
      'backend-unavailable',
      `The backend "webgpu" cannot be used: ${adapter.reason}. It needs a GPU with a Vulkan, Metal or Direct3D 12 driver; ` +
        'choose another backend.',
    );
  return openTensorFlowJs('webgpu', () => loadOnDawn(adapter));
}

/** The part of the package `webgpu` that is used here. */
interface Dawn {
  readonly create: (options: readonly string[]) => Gpu;
  /** GPUBufferUsage and its like, which TensorFlow.js expects as global variables. */
  readonly globals: Readonly<Record<string, unknown>>;
}
interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<Adapter | null>;
}
interface Adapter {
  readonly info: object;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(options: { requiredLimits: Record<string, number> }): Promise<{ destroy(): void }>;
}

/** Limits that TensorFlow.js reads from the device and makes use of; without asking, a device has only small ones. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** Objects of Dawn that are in use: without a reference to its object Dawn crashes, and the process with it. */
const held = new Set<Gpu>();

async function loadOnDawn({ dawn, name, software }: GpuAdapter): Promise<StartableBackend> {
  const { create, globals } = (await import(dawn)) as Dawn;
  Object.assign(globalThis, globals);
  // The package's own start code takes the device from navigator.gpu, which Node lacks; so the device is made here.
  const { WebGPUBackend } = (await import('@tensorflow/tfjs-backend-webgpu')) as unknown as {
    readonly WebGPUBackend: new (device: object, info: object) => tf.KernelBackend;
  };
  return {
    async start() {
      const gpu = create([]);
      const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
      if (!adapter)
        throw new EngineError('backend-unavailable', 'The GPU adapter disappeared after it was tested.');
      const requiredLimits = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]!]));
      const device = await adapter.requestDevice({ requiredLimits });
      const backend = withNavigatorGpu(gpu, () => new WebGPUBackend(device, adapter.info));
      const disposeOfBuffers = backend.dispose.bind(backend);
      held.add(gpu);
      backend.dispose = () => {
        disposeOfBuffers();
        device.destroy(); // a living device keeps the process from ending
        held.delete(gpu);
      };
      return backend;
    },
    describe: () => `TensorFlow.js 4.22 on WebGPU, ${name}${software ? ', imitated on the CPU' : ''}`,
  };
}

/** The constructor refuses to run where there is no navigator.gpu, though it makes no use of it. */
function withNavigatorGpu<T>(gpu: Gpu, construct: () => T): T {
  const globals = globalThis as { navigator?: object };
  const hadNavigator = globals.navigator !== undefined; // Node has one from version 21 on
  if (!hadNavigator) globals.navigator = {};
  Object.defineProperty(globals.navigator, 'gpu', { value: gpu, configurable: true });
  try {
    return construct();
  } finally {
    if (hadNavigator) Reflect.deleteProperty(globals.navigator!, 'gpu');
    else delete globals.navigator;
  }
}
