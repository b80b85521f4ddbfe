// Backends of this machine as choices: whether each computes correctly, how fast, and why it cannot be used. The list is
// there at once; each row is filled in when its backend has been tested.

import type { BackendId, ListedBackend } from '../../engine/protocol/backends.js';
import { l10n } from '../workbench/l10n.js';

export interface BackendChoice {
  readonly id: BackendId;
  /** Text with `$(…)` for VS Code's icons. */
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Reason why it cannot be chosen, in words. */
  readonly objection?: string;
}

/** Slower ones are timed in minutes by nobody. */
const VERY_SLOW_SECONDS = 8;

/** Backends in the order of the list, with their names in words. A test compares them with the engine's. */
export function backendNames(): Readonly<Record<BackendId, string>> {
  return {
    onnx: l10n.t('CPU (onnxruntime)'),
    'onnx-webgpu': l10n.t('GPU (onnxruntime, WebGPU)'),
    tensorflow: l10n.t('TensorFlow (CUDA or CPU)'),
    webgpu: l10n.t('GPU (TensorFlow.js, WebGPU)'),
    wasm: l10n.t('CPU (TensorFlow.js, WebAssembly)'),
    cpu: l10n.t('CPU (plain JavaScript)'),
  };
}

/**
 * "Automatic" first, then all backends. The order stays, so that the list does not move under the keyboard; the fastest
 * is marked. `tested`: as far as known; `setting`: the choice so far.
 */
export function backendChoices(
  tested: readonly ListedBackend[],
  setting: BackendId,
): readonly BackendChoice[] {
  const names = backendNames();
  const ids = Object.keys(names);
  const isDone = tested.length >= ids.length;
  const best = fastest(tested);
  const auto: BackendChoice = {
    id: 'auto',
    label: label('auto', setting, true),
    description: best === undefined ? '' : l10n.t('now: {0}', names[best.id] ?? best.id),
    detail:
      best !== undefined || !isDone
        ? l10n.t('The fastest that works, chosen again at each start of the engine.')
        : l10n.t('Nothing works here. The log says more.'),
  };
  const rows = ids.map((id) => {
    const backend = tested.find((one) => one.id === id);
    return backend ? choiceOf(backend, setting, backend === best) : waiting(id, setting);
  });
  return [auto, ...rows];
}

function waiting(id: BackendId, setting: BackendId): BackendChoice {
  return { id, label: label(id, setting, true), description: l10n.t('waits for its test …'), detail: '' };
}

function choiceOf(backend: ListedBackend, setting: BackendId, isBest: boolean): BackendChoice {
  const { id } = backend;
  const objection = objectionTo(backend);
  const named = { id, label: label(id, setting, objection === undefined) };
  if (objection !== undefined || !backend.available)
    return {
      ...named,
      description: l10n.t('cannot be used'),
      detail: objection ?? '',
      ...(objection ? { objection } : {}),
    };
  const { test, description, notices } = backend;
  return {
    ...named,
    description: [speed(backend), ...(isBest ? [l10n.t('$(star-full) the fastest here')] : [])].join(' · '),
    detail: [
      `${description}.`,
      ...(test ? [agreement(test.largestDifferenceLevels, test.equalShare)] : []),
      ...(test?.fullSizeError === undefined
        ? []
        : [l10n.t('A full-size model could not be timed: {0}', test.fullSizeError)]),
      ...notices,
    ].join(' '),
  };
}

/** "6.5 s per full-size tile" */
function speed(backend: ListedBackend): string {
  const test = backend.available ? backend.test : undefined;
  if (!test) return l10n.t('not timed');
  if (test.secondsPerFullTile !== undefined)
    return l10n.t('{0} s per full-size tile', seconds(test.secondsPerFullTile));
  if (test.secondsPerTile > VERY_SLOW_SECONDS) return l10n.t('minutes per full-size tile');
  return l10n.t('{0} s per tile of the bundled model', seconds(test.secondsPerTile));
}

function seconds(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

function label(id: BackendId, setting: BackendId, possible: boolean): string {
  const icon = id === setting ? 'check' : possible ? 'blank' : 'circle-slash';
  return `$(${icon}) ${id === 'auto' ? l10n.t('Automatic') : (backendNames()[id] ?? id)}`;
}

function objectionTo(backend: ListedBackend): string | undefined {
  if (!backend.available) return backend.reason;
  const { test } = backend;
  if (!test || test.pass) return undefined;
  if (test.error !== undefined) return l10n.t('Its self-test failed: {0}', test.error);
  const share = (100 * test.equalShare).toFixed(1);
  return l10n.t('It computes wrongly here: only {0} % of the pixels of the test images are correct.', share);
}

/** The fastest of those that were tested and work. */
function fastest(tested: readonly ListedBackend[]): ListedBackend | undefined {
  const timed = tested.filter((backend) => backend.available && backend.test && !objectionTo(backend));
  return timed.sort((a, b) => secondsOf(a) - secondsOf(b))[0];
}

/** Full-size tiles decide; a backend that was too slow for one comes after all others. */
function secondsOf(backend: ListedBackend): number {
  const test = backend.available ? backend.test : undefined;
  return test?.secondsPerFullTile ?? 1000 + (test?.secondsPerTile ?? Infinity);
}

function agreement(largestDifferenceLevels: number, equalShare: number): string {
  const share = (100 * equalShare).toFixed(2);
  return l10n.t(
    'Computes correctly: {0} % of the test’s pixels are as they must be, the others differ by at most {1} of 255.',
    share,
    largestDifferenceLevels,
  );
}
