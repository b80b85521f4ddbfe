// The backends of this machine as choices: whether each computes rightly, how fast, and why not.

import type { BackendId, ListedBackend } from '../../engine/protocol/backends.js';

export interface BackendChoice {
  readonly id: BackendId;
  /** With `$(…)` for VS Code's icons. */
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** In words why it cannot be chosen. */
  readonly objection?: string;
}

/** "Automatic" first, then what works, the fastest first, then what does not. `setting`: the choice so far. */
export function backendChoices(
  backends: readonly ListedBackend[],
  setting: BackendId,
): readonly BackendChoice[] {
  const fastest = [...backends].filter(works).sort((a, b) => seconds(a) - seconds(b));
  const others = backends.filter((backend) => !works(backend));
  const best = fastest[0];
  const auto: BackendChoice = {
    id: 'auto',
    label: label('auto', setting, true),
    description: 'the fastest that works, found out anew each time the engine starts',
    detail: best ? `Fastest in this test: ${best.id}.` : 'Nothing works here.',
  };
  return [auto, ...[...fastest, ...others].map((backend) => choiceOf(backend, setting))];
}

function choiceOf(backend: ListedBackend, setting: BackendId): BackendChoice {
  const { id } = backend;
  const objection = objectionTo(backend);
  const named = { id, label: label(id, setting, objection === undefined) };
  if (objection !== undefined || !backend.available)
    return {
      ...named,
      description: 'cannot be used',
      detail: objection ?? '',
      ...(objection ? { objection } : {}),
    };
  const { test, description, precisions, notices } = backend;
  const time = test ? `${test.secondsPerTile.toFixed(1)} s per tile · ` : '';
  return {
    ...named,
    description: `${time}${description}`,
    detail: [
      ...(test ? [agreement(test.largestDifferenceLevels, test.equalShare)] : []),
      `Computes in ${precisions.join(' and ')}.`,
      ...notices,
    ].join(' '),
  };
}

function label(id: BackendId, setting: BackendId, possible: boolean): string {
  const icon = id === setting ? 'check' : possible ? 'blank' : 'circle-slash';
  return `$(${icon}) ${id === 'auto' ? 'Automatic' : id}`;
}

function objectionTo(backend: ListedBackend): string | undefined {
  if (!backend.available) return backend.reason;
  const { test } = backend;
  if (!test || test.pass) return undefined;
  if (test.error !== undefined) return `Its self-test failed: ${test.error}`;
  const share = (100 * test.equalShare).toFixed(1);
  return `It computes wrongly here: only ${share} % of the pixels of the test images are as they should be.`;
}

function works(backend: ListedBackend): boolean {
  return objectionTo(backend) === undefined;
}

function seconds(backend: ListedBackend): number {
  return (backend.available && backend.test?.secondsPerTile) || Infinity;
}

function agreement(largestDifferenceLevels: number, equalShare: number): string {
  const share = (100 * equalShare).toFixed(2);
  return `Computes rightly: ${share} % of the test’s pixels equal the original’s, the others by ${largestDifferenceLevels} of 255.`;
}
