// A contribution of a plug-in in use, with its code, and checks of answers that name the plug-in.

import { EngineError } from '../../protocol/errors.js';
import type { PluginName } from '../../protocol/pluginResults.js';
import type { ContributionKind, Plugin } from '../../protocol/plugins.js';
import { ShapeError, type Shape } from '../../protocol/shape.js';
import { contributionName } from '../contributionWords.js';
import type { PluginCode } from '../pluginCode.js';
import type { Contributed } from '../usedPlugins.js';

/** Contribution with the code of its plug-in. */
export interface ContributedCode<K extends ContributionKind> extends Contributed<K> {
  readonly code: Pick<PluginCode, 'call'>;
}

/** Plug-in of a row. */
export function nameOf({ id, title, version }: Plugin): PluginName {
  return { id, title, version };
}

/** An error that names the plug-in, the contribution and what to do. `fault` completes the sentence: "has no width". */
export function pluginFault<K extends ContributionKind>(
  kind: K,
  { plugin, contribution: { id } }: Contributed<K>,
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
  from: Contributed<K>,
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
