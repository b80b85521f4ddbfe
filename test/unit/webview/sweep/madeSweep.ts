// Trials of a made-up sweep for tests: a learning rate, a net, and a depth that only U-Nets have.

import type { SweepState, TrialRow } from '../../../../webview/messages/sweep.js';
import { columnsOf, type Columns } from '../../../../webview/sweep/trialColumns.js';

export const MADE: Pick<SweepState, 'objectives' | 'parameters'> = {
  objectives: [{ name: 'l1', direction: 'minimize' }],
  parameters: [
    { name: 'rate', low: 1e-5, high: 1e-1, log: true },
    { name: 'net', choices: ['unet', 'resnet'] },
    { name: 'depth', low: 1, high: 8, step: 1 },
  ],
};

export function trial(number: number, more: Partial<TrialRow> = {}): TrialRow {
  return { number, state: 'complete', params: {}, reports: [], ...more };
}

/** Four complete trials, the second of which is the best, a running one, and one that violates the constraints. */
export const TRIALS: readonly TrialRow[] = [
  trial(0, { values: [0.3], params: { rate: 1e-4, net: 'unet', depth: 4 }, startedMs: 0, endedMs: 5000 }),
  trial(1, { values: [0.1], params: { rate: 1e-3, net: 'resnet' }, startedMs: 1000, endedMs: 9000 }),
  trial(2, { values: [null], params: { rate: 1e-2, net: 'resnet' } }),
  trial(3, { values: [0.2], params: { rate: 3e-3, net: 'unet', depth: 6 }, startedMs: 6000, endedMs: 8000 }),
  trial(4, { state: 'running', params: { rate: 2e-3, net: 'unet', depth: 2 }, startedMs: 9000 }),
  trial(5, { values: [0.01], violation: 2, params: { rate: 1e-3, net: 'unet', depth: 5 } }),
];

export function madeColumns(trials: readonly TrialRow[] = TRIALS): Columns {
  return columnsOf(trials, MADE);
}
