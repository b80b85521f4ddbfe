// A contribution of a plug-in in use, with its code, and checks of answers that name the plug-in.

import { EngineError } from '../../protocol/errors.js';
import type { Contribution, ContributionKind, Plugin, PluginName } from '../../protocol/plugins.js';
import { contributionName } from '../contributionWords.js';
import type { CancelSignal } from '../../protocol/progress.js';
import { ShapeError, type Shape } from '../../protocol/shape.js';

export interface CallOptions {
  readonly timeoutMs?: number;
  readonly signal?: CancelSignal;
}

/** Process of a plug-in. */
export interface PluginCode {
  call(
    kind: ContributionKind,
    id: string,
    method: string,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<unknown>;
}

export interface Contributed<K extends ContributionKind> {
  readonly plugin: Plugin;
  readonly contribution: Contribution<K>;
  readonly code: PluginCode;
}

/** Plug-in of a row. */
export function nameOf({ id, version }: Plugin): PluginName {
  return { id, version };
}

/** An error that names the plug-in, the contribution and what to do. `fault` completes the sentence: "has no width". */
export function pluginFault<K extends ContributionKind>(
  kind: K,
  { plugin, contribution: { id } }: Omit<Contributed<K>, 'code'>,
  fault: string,
): EngineError {
  return new EngineError(
    'plugin-failed',
    `The ${contributionName(plugin, kind, id)} ${fault}. Tell its author, or switch the plug-in off.`,
  );
}

/** The answer with its fields checked. @throws EngineError `plugin-failed` that names the plug-in and the field */
export function checkedAnswer<K extends ContributionKind, T>(
  kind: K,
  from: Omit<Contributed<K>, 'code'>,
  method: string,
  shape: Shape<T>,
  answer: unknown,
): T {
  try {
    return shape(answer, `the answer of ${method}`);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw pluginFault(kind, from, `failed: ${error.message.replace(/\.$/, '')}`);
  }
}
