// Backends of this machine as choices: whether each computes correctly, how fast, and why it cannot be used.

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
    description: l10n.t('the fastest that works, chosen again at each start of the engine'),
    detail: best ? l10n.t('Fastest in this test: {0}.', best.id) : l10n.t('Nothing works here.'),
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
      description: l10n.t('cannot be used'),
      detail: objection ?? '',
      ...(objection ? { objection } : {}),
    };
  const { test, description, precisions, notices } = backend;
  return {
    ...named,
    description: test
      ? l10n.t('{0} s per tile · {1}', test.secondsPerTile.toFixed(1), description)
      : description,
    detail: [
      ...(test ? [agreement(test.largestDifferenceLevels, test.equalShare)] : []),
      l10n.t('Precisions: {0}.', precisions.join(', ')),
      ...notices,
    ].join(' '),
  };
}

function label(id: BackendId, setting: BackendId, possible: boolean): string {
  const icon = id === setting ? 'check' : possible ? 'blank' : 'circle-slash';
  return `$(${icon}) ${id === 'auto' ? l10n.t('Automatic') : id}`;
}

function objectionTo(backend: ListedBackend): string | undefined {
  if (!backend.available) return backend.reason;
  const { test } = backend;
  if (!test || test.pass) return undefined;
  if (test.error !== undefined) return l10n.t('Its self-test failed: {0}', test.error);
  const share = (100 * test.equalShare).toFixed(1);
  return l10n.t('It computes wrongly here: only {0} % of the pixels of the test images are correct.', share);
}

function works(backend: ListedBackend): boolean {
  return objectionTo(backend) === undefined;
}

function seconds(backend: ListedBackend): number {
  return (backend.available && backend.test?.secondsPerTile) || Infinity;
}

function agreement(largestDifferenceLevels: number, equalShare: number): string {
  const share = (100 * equalShare).toFixed(2);
  return l10n.t(
    'Computes correctly: {0} % of the test’s pixels equal the original’s, the others differ by at most {1} of 255.',
    share,
    largestDifferenceLevels,
  );
}
