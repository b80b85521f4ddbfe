// Trials in words: states, values, the content of a tooltip.

import { countText, durationText, shortText } from '../charts/numberText.js';
import type { SweepState, TrialRow } from '../messages/sweep.js';
import { t } from '../ui/l10n.js';
import { TRIAL_STATES, type TrialState } from './selection.js';

export function stateText(state: TrialState): string {
  switch (state) {
    case 'complete':
      return t('complete');
    case 'pruned':
      return t('pruned');
    case 'running':
      return t('running');
    case 'waiting':
      return t('waiting');
    case 'failed':
      return t('failed');
  }
}

/** Value of an objective; a pruned or running trial shows its last report. */
export function objectiveText({ state, values, reports }: TrialRow, objective: number): string {
  if (state === 'complete') {
    const value = values?.[objective];
    return value === undefined ? '' : value === null ? 'NaN' : shortText(value);
  }
  const last = reports.at(-1);
  return objective === 0 && last ? `(${last[1] === null ? 'NaN' : shortText(last[1])})` : '';
}

/** Number by which a column of an objective sorts. */
export function objectiveValue({ state, values }: TrialRow, objective: number): number | undefined {
  return state === 'complete' ? (values?.[objective] ?? undefined) : undefined;
}

export function paramText(value: TrialRow['params'][string] | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? shortText(value) : String(value);
}

export function trialDuration({ startedMs, endedMs, state }: TrialRow, nowMs: number): number | undefined {
  if (startedMs === undefined) return undefined;
  const until = endedMs ?? (state === 'running' ? nowMs : undefined);
  return until === undefined ? undefined : Math.max(0, until - startedMs);
}

export function durationOrNone(ms: number | undefined): string {
  return ms === undefined ? '' : durationText(ms);
}

export function trialsText(count: number): string {
  return count === 1 ? t('1 trial') : t('{0} trials', countText(count));
}

/** "12 complete · 3 running": the states that there are. */
export function countsInWords(counts: Readonly<Record<TrialState, number>>): string {
  return TRIAL_STATES.filter((state) => counts[state] > 0)
    .map((state) => `${countText(counts[state])} ${stateText(state)}`)
    .join(' · ');
}

/** Parameters that a tooltip names. */
const MOST_TIP_PARAMETERS = 12;

/** Content of a trial's tooltip. */
export function trialTip(trial: TrialRow, { objectives }: Pick<SweepState, 'objectives'>): HTMLElement {
  const tip = document.createElement('div');
  const line = (name: string, value: string, kind = '') => {
    const row = tip.appendChild(document.createElement('div'));
    row.className = kind;
    row.appendChild(document.createElement('span')).textContent = name;
    row.appendChild(document.createElement('b')).textContent = value;
  };
  line(t('Trial {0}', trial.number), stateText(trial.state), 'head');
  for (const [i, { name }] of objectives.entries()) {
    const text = objectiveText(trial, i);
    if (text !== '') line(name, text);
  }
  for (const [name, value] of Object.entries(trial.params).slice(0, MOST_TIP_PARAMETERS))
    line(name, paramText(value), 'param');
  return tip;
}
