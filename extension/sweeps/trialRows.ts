// Rows of trials as a sweep's page gets them, from the trials of a journal and the leases of those that run.

import type { ParameterValue } from '../../engine/protocol/sweeps.js';
import type { SweepNow } from '../../engine/reading/followSweep.js';
import { runFolderOfTrial } from '../../engine/reading/glanceSweep.js';
import type { SweepParameter, TrialRow, TrialsMessage } from '../../webview/messages/sweep.js';

type StoredTrial = SweepNow['changed'][number];
type Distribution = StoredTrial['distributions'] extends ReadonlyMap<string, infer D> ? D : never;

/** Rows of one message: the page can draw between two of them. */
const ROWS_OF_A_MESSAGE = 2000;
/** Reports of one row; curves that are longer are thinned out. */
const MOST_REPORTS = 200;
const LONGEST_REASON_LETTERS = 10_000;

/** Messages with the trials that have changed. A journal that is read anew has at least one, which empties the page. */
export function trialMessages(
  id: string,
  { changed, isAnew, leases }: Pick<SweepNow, 'changed' | 'isAnew' | 'leases'>,
): readonly TrialsMessage[] {
  const messages: TrialsMessage[] = [];
  for (let from = 0; from < changed.length || (isAnew && from === 0); from += ROWS_OF_A_MESSAGE)
    messages.push({
      ...{ type: 'trials', id, all: isAnew && from === 0 },
      rows: changed.slice(from, from + ROWS_OF_A_MESSAGE).map((trial) => trialRow(id, trial, leases)),
    });
  return messages;
}

/** @param sweep folder of the sweep, in which its runs are */
export function trialRow(sweep: string, trial: StoredTrial, leases: SweepNow['leases']): TrialRow {
  const { number, state, values, startedAt, endedAt, userAttrs } = trial;
  const lease = state === 'running' ? leases.get(number) : undefined;
  const run = runFolderOfTrial(trial, sweep);
  const startedMs = timeOf(startedAt);
  const endedMs = timeOf(endedAt);
  const violation = violationOf(trial);
  const retryOf = retriedTrial(trial);
  const reports = reportsOf(trial);
  return {
    ...{ number, state, params: paramsOf(trial), reports },
    ...(reports.length < trial.intermediate.size ? { thinned: true } : {}),
    ...(values ? { values: values.map(orNull) } : {}),
    ...(startedMs === undefined ? {} : { startedMs }),
    ...(endedMs === undefined ? {} : { endedMs }),
    ...(violation > 0 ? { violation } : {}),
    ...(run === undefined ? {} : { run }),
    ...(typeof userAttrs.reason === 'string'
      ? { reason: userAttrs.reason.slice(0, LONGEST_REASON_LETTERS) }
      : {}),
    ...(lease ? { host: lease.host, heartbeatMs: lease.heartbeatMs } : {}),
    ...(retryOf === undefined ? {} : { retryOf }),
  };
}

/** External values; those that a waiting trial will have, if somebody has chosen them. */
function paramsOf({ params, distributions, systemAttrs }: StoredTrial): TrialRow['params'] {
  const fixed = systemAttrs.fixed_params;
  const chosen =
    params.size === 0 && typeof fixed === 'object' && fixed !== null ? Object.entries(fixed) : [];
  return Object.fromEntries([
    ...chosen.filter(([, value]) => isValue(value)),
    ...[...params].map(([name, value]) => [name, externalValue(distributions.get(name), value)]),
  ]) as TrialRow['params'];
}

function externalValue(distribution: Distribution | undefined, value: number): ParameterValue {
  return distribution?.kind === 'categorical' ? (distribution.choices[value] ?? null) : orNull(value);
}

function isValue(value: unknown): value is ParameterValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Reports in the order of their steps; of long curves every n-th report, and the last. */
function reportsOf({ intermediate }: StoredTrial): TrialRow['reports'] {
  const all = [...intermediate].sort(([a], [b]) => a - b);
  const every = Math.ceil(all.length / MOST_REPORTS);
  return all
    .filter((_, i) => i % every === 0 || i === all.length - 1)
    .map(([step, value]) => [step, orNull(value)] as const);
}

/** Messages hold no NaN and no infinity. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function timeOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function violationOf({ constraints }: StoredTrial): number {
  let sum = 0;
  for (const value of constraints?.values() ?? []) sum += Math.max(0, value);
  return sum;
}

function retriedTrial({ systemAttrs: { retry_history: history, failed_trial: failed } }: StoredTrial) {
  const last: unknown = Array.isArray(history) ? history.at(-1) : failed;
  return typeof last === 'number' && Number.isInteger(last) && last >= 0 ? last : undefined;
}

/** Parameters of the configuration, in its order, and after them those that only trials have. */
export function parametersOfSweep({
  record,
  study,
}: Pick<SweepNow, 'record' | 'study'>): readonly SweepParameter[] {
  const found = new Map<string, SweepParameter>();
  for (const [name, { low, high, log, step, choices }] of Object.entries(record?.space ?? {}))
    found.set(name, {
      name,
      ...(choices
        ? { choices }
        : { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }),
      ...(log === undefined ? {} : { log }),
      ...(step === undefined ? {} : { step }),
    });
  // Trials share the objects of their distributions.
  const seen = new Map<string, Set<Distribution>>();
  for (const { distributions } of study?.trials ?? [])
    for (const [name, distribution] of distributions) {
      const met = seen.get(name);
      if (met?.has(distribution)) continue;
      seen.set(name, (met ?? new Set()).add(distribution));
      const known = found.get(name);
      if (!known || !covers(known, distribution)) found.set(name, widened(known, name, distribution));
    }
  return [...found.values()];
}

/** Ranges of earlier spaces may be wider: all trials lie in the range that the page shows. */
function covers({ low, high, step, choices }: SweepParameter, distribution: Distribution): boolean {
  return distribution.kind === 'categorical'
    ? choices !== undefined && distribution.choices.every((choice) => choices.includes(choice))
    : low !== undefined &&
        high !== undefined &&
        distribution.low >= low &&
        distribution.high <= high &&
        (distribution.step === null || step !== undefined);
}

function widened(
  known: SweepParameter | undefined,
  name: string,
  distribution: Distribution,
): SweepParameter {
  if (distribution.kind === 'categorical')
    return { name, choices: [...new Set([...(known?.choices ?? []), ...distribution.choices])] };
  const { low, high, log, step } = distribution;
  return {
    ...{ name, low: Math.min(low, known?.low ?? low), high: Math.max(high, known?.high ?? high) },
    ...{ log: log && known?.log !== false },
    ...(step === null ? {} : { step }),
  };
}
