// Runs all checks on one plug-in and reports each.

import './builtInChecks.js';
import { throwIfCancelled } from '../control/cancel.js';
import { pluginName } from '../plugins/contributionWords.js';
import { asError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { checks, type Check } from './checks.js';
import { openTested, type TestedPlugin, type TestLimits } from './testedPlugin.js';

export interface CheckOutcome {
  readonly id: string;
  readonly group: string;
  /** Sentence that holds for a good plug-in. */
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'not-applicable';
  /** Sentences about what is wrong. */
  readonly faults: readonly string[];
  /** What to do; only for a check that failed. */
  readonly advice?: string;
}

export interface PluginReport {
  /** "Nuclear shape (acme.shape 1.0.0)" */
  readonly plugin: string;
  readonly folder: string;
  readonly checks: readonly CheckOutcome[];
}

/** Tests the plug-in in a folder. Its code runs. @throws EngineError `cancelled` */
export async function testPlugin(
  folder: string,
  limits: TestLimits = {},
  control: Control = {},
): Promise<PluginReport> {
  const tested = await openTested(folder, limits);
  try {
    const rows = checks.rows();
    const outcomes: CheckOutcome[] = [];
    for (const [done, check] of rows.entries()) {
      throwIfCancelled(control);
      control.report?.({ stage: `checking ${check.group}`, done, total: rows.length });
      outcomes.push(await outcomeOf(check, tested));
    }
    return { plugin: pluginName(tested.plugin), folder: tested.plugin.folder, checks: outcomes };
  } finally {
    await tested.close();
  }
}

async function outcomeOf(check: Check, tested: TestedPlugin): Promise<CheckOutcome> {
  const { id, group, title, advice } = check;
  // A plug-in may be so broken that a check stumbles: that is a fault, too.
  const faults = await Promise.resolve()
    .then(() => check.find(tested))
    .catch((error: unknown) => [asError(error).message]);
  const state = faults === undefined ? 'not-applicable' : faults.length === 0 ? 'passed' : 'failed';
  return { id, group, title, state, faults: faults ?? [], ...(state === 'failed' ? { advice } : {}) };
}
