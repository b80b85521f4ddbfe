// Is there a GPU that WebGPU can compute on? Asked through the npm package `webgpu` (Dawn, the implementation inside
// Chrome), in a process of its own, since this is where broken drivers show.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { probe } from './probe.js';

const require = createRequire(import.meta.url);
const PROBE_TIMEOUT_MS = 30_000;

export interface GpuAdapter {
  readonly works: true;
  /** Name for people: "NVIDIA GeForce RTX 4090 (nvidia, ada lovelace)". */
  readonly name: string;
  /** True when a program imitates the GPU on the CPU (lavapipe, SwiftShader, WARP): correct, but slow. */
  readonly software: boolean;
  /** Module of the package `webgpu`, as a URL to import. */
  readonly dawn: string;
}

export interface NoGpuAdapter {
  readonly works: false;
  /** Reason for people: "there is no GPU adapter". */
  readonly reason: string;
}

/** GPUAdapterInfo of WebGPU. */
interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

let answer: Promise<GpuAdapter | NoGpuAdapter> | undefined;

/** Tries the best adapter with one small computation. The answer is kept for the life of this process. */
export function findGpuAdapter(): Promise<GpuAdapter | NoGpuAdapter> {
  return (answer ??= search());
}

async function search(): Promise<GpuAdapter | NoGpuAdapter> {
  let dawn: string;
  try {
    dawn = pathToFileURL(require.resolve('webgpu')).href;
  } catch {
    return { works: false, reason: 'the npm package "webgpu" is not installed' };
  }
  const tried = await probe(TRY_IT, [dawn], PROBE_TIMEOUT_MS);
  if (!tried.works)
    return { works: false, reason: `the npm package "webgpu" does not work (${tried.reason})` };
  if (tried.value === null) return { works: false, reason: 'there is no GPU adapter' };
  const info = tried.value as AdapterInfo; // TRY_IT's own answer
  return { works: true, name: nameOf(info), software: isSoftware(info), dawn };
}

function nameOf({ vendor, architecture, device, description }: AdapterInfo): string {
  const maker = [vendor, architecture].filter(Boolean).join(', ');
  return `${description || device || 'unnamed GPU'}${maker ? ` (${maker})` : ''}`;
}

/** True if an adapter computes on the CPU, by the names of such adapters. */
export function isSoftware(info: AdapterInfo): boolean {
  if (info.isFallbackAdapter) return true;
  const words = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`.toLowerCase();
  return /llvmpipe|lavapipe|swiftshader|software rasterizer|basic render driver|\bwarp\b/.test(words);
}

/** Script that doubles 21 on the GPU. It prints the adapter's description as JSON, or null if there is none. */
const TRY_IT = `
const answer = (value) => { console.log(JSON.stringify(value)); process.exit(0); };
const shader = '@group(0) @binding(0) var<storage, read_write> x: array<f32>;' +
  '@compute @workgroup_size(1) fn main() { x[0] = 2.0 * x[0]; }';
(async () => {
  const { create, globals } = await import(process.argv[1]);
  const { GPUBufferUsage: usage, GPUMapMode: mode } = globals;
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return answer(null);
  const device = await adapter.requestDevice();
  const x = device.createBuffer({ size: 4, usage: usage.STORAGE | usage.COPY_SRC | usage.COPY_DST });
  const back = device.createBuffer({ size: 4, usage: usage.MAP_READ | usage.COPY_DST });
  device.queue.writeBuffer(x, 0, new Float32Array([21]));
  const module = device.createShaderModule({ code: shader });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  const entries = [{ binding: 0, resource: { buffer: x } }];
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(x, 0, back, 0, 4);
  device.queue.submit([encoder.finish()]);
  await back.mapAsync(mode.READ);
  if (new Float32Array(back.getMappedRange())[0] !== 42) throw new Error('the GPU computes wrongly');
  const { vendor, architecture, device: model, description, isFallbackAdapter } = adapter.info;
  answer({ vendor, architecture, device: model, description, isFallbackAdapter });
})().catch((error) => { console.error(error); process.exit(1); });`;
