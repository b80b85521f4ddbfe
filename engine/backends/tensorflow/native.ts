// TensorFlow.js on native TensorFlow, the backend for machines with an NVIDIA GPU. Which copy: a folder that the
// environment variable DEEPLIIF_TFJS_NODE names, @tensorflow/tfjs-node-gpu, @tensorflow/tfjs-node, and last the one
// that `npm run native` builds into .native/.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { packageRoot } from '../../files/packageRoot.js';
import { EngineError } from '../../protocol/errors.js';
import type { Backend } from '../backend.js';
import { replaceSlowConvolutions } from './nativeConvolution.js';
import { registerNativeKernels } from './nativeKernels.js';
import { probe } from '../probe.js';
import { openTensorFlowJs } from './tensorflowJs.js';

const require = createRequire(import.meta.url);
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
const PROBE_TIMEOUT_MS = 60_000;

/** A copy of tfjs-node that was tried and works here. */
export interface NativeTensorFlow {
  readonly works: true;
  /** Its main module. */
  readonly path: string;
  /** "tfjs-node-gpu 4.22.0". */
  readonly packageName: string;
  /** Version of the TensorFlow library under it. */
  readonly version: string;
  /** True when TensorFlow found a GPU and computes on it. */
  readonly gpu: boolean;
}

export interface NoNativeTensorFlow {
  readonly works: false;
  /** Reason for people: "native TensorFlow is not installed", or the faults of the copies found. */
  readonly reason: string;
}

let answer: Promise<NativeTensorFlow | NoNativeTensorFlow> | undefined;

/** Looks for a copy that works, trying each in a process of its own. The answer is kept for the life of this one. */
export function findNativeTensorFlow(): Promise<NativeTensorFlow | NoNativeTensorFlow> {
  return (answer ??= firstThatWorks(installedCopies()));
}

/** @throws EngineError `backend-unavailable` with what was tried and how to get it */
export async function openNative(): Promise<Backend> {
  const native = await findNativeTensorFlow();
  if (!native.works)
    throw new EngineError(
      'backend-unavailable',
      `The backend "tensorflow" cannot be used: ${native.reason}. Install @tensorflow/tfjs-node-gpu or ` +
        '@tensorflow/tfjs-node, or build it with "npm run native", or choose another backend.',
    );
  return openTensorFlowJs('tensorflow', () => {
    const instance = load(native.path);
    registerNativeKernels();
    if (!native.gpu) replaceSlowConvolutions();
    return Promise.resolve({ start: () => instance, describe: () => describeNative(native) });
  });
}

/** "TensorFlow 2.21.0 (tfjs-node 4.22.0) on the CPU". */
export function describeNative({ version, packageName, gpu }: NativeTensorFlow): string {
  return `TensorFlow ${version} (${packageName}) on the ${gpu ? 'GPU' : 'CPU'}`;
}

/** Tries copies, given by their package folders, in order. */
export async function firstThatWorks(
  folders: readonly string[],
): Promise<NativeTensorFlow | NoNativeTensorFlow> {
  const troubles: string[] = [];
  for (const folder of folders) {
    const packageName = packageNameIn(folder);
    const tried = await probe(TRY_IT, [folder], PROBE_TIMEOUT_MS);
    if (tried.works) {
      const { gpu, tensorflow } = tried.value as { gpu: boolean; tensorflow: string }; // TRY_IT's own answer
      return { works: true, path: folder, packageName, version: tensorflow, gpu };
    }
    troubles.push(`${packageName} in ${folder} does not work (${tried.reason})`);
  }
  return { works: false, reason: troubles.join('; ') || 'native TensorFlow is not installed' };
}

/** "tfjs-node 4.22.0"; the folder's path when its package.json cannot be read, which the trial will find out too. */
function packageNameIn(folder: string): string {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly name: string;
      readonly version: string;
    };
    return `${name.replace('@tensorflow/', '')} ${version}`;
  } catch {
    return folder;
  }
}

/** Package folders of tfjs-node, the preferred one first. */
function installedCopies(): string[] {
  const named = process.env.DEEPLIIF_TFJS_NODE;
  if (named) return copiesUnder(resolve(named));
  const installed = PACKAGES.flatMap((name) => {
    try {
      return [dirname(require.resolve(`${name}/package.json`))];
    } catch {
      return []; // not installed
    }
  });
  return [...installed, ...copiesUnder(join(packageRoot(), '.native'))];
}

/** A package folder itself, or those among the packages installed in a folder. */
export function copiesUnder(folder: string): string[] {
  if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'dist/nodejs_kernel_backend.js')))
    return [folder];
  return PACKAGES.map((name) => join(folder, 'node_modules', name)).filter((path) =>
    existsSync(join(path, 'package.json')),
  );
}

/** tfjs-node calls a function that Node has no longer since version 23. */
const SHIM = `const util = require('node:util'); util.isNullOrUndefined ??= (value) => value == null;`;

const TRY_IT = `${SHIM}
const tf = require(process.argv[1]);
const sum = tf.conv2d(tf.ones([1, 8, 8, 1]), tf.ones([3, 3, 1, 1]), 1, 'valid').dataSync()[0];
if (sum !== 9) throw new Error('it computes wrongly');
const { isUsingGpuDevice, binding } = tf.backend();
console.log(JSON.stringify({ gpu: isUsingGpuDevice, tensorflow: binding.TF_Version }));
process.exit(0);`;

/** Loads the copy into this process; its import registers the backend and starts it. */
function load(path: string): tf.KernelBackend {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const util = require('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  require(path);
  return tf.findBackend('tensorflow');
}
