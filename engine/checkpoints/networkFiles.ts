// The weight files of a checkpoint folder: <epoch>_net_<Name>.pth from training, <Name>.pt from `serialize`.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { asError, EngineError } from '../protocol/errors.js';

export interface NetworkFiles {
  readonly format: 'pth' | 'pt';
  /** Network name (G1, GS0, G51, GA_1, D1 …) → path. */
  readonly paths: ReadonlyMap<string, string>;
}

const NAME = /^[GD][A-Z]?_?\d*$/;

/**
 * All networks saved at `epoch` ("latest", "20", "iter_4000"), discriminators included; without any, the serialised
 * ones. Training files come first because they hold the running statistics, too.
 *
 * @throws EngineError `model-not-found` when the folder cannot be read or holds neither
 */
export async function listNetworkFiles(dir: string, epoch = 'latest'): Promise<NetworkFiles> {
  const names = await readdir(dir).catch((thrown: unknown) => {
    throw new EngineError('model-not-found', `${dir}: cannot be read: ${asError(thrown).message}`, {
      cause: thrown,
    });
  });
  const pth = pick(dir, names, `${epoch}_net_`, '.pth');
  if (pth.size > 0) return { format: 'pth', paths: pth };
  const pt = pick(dir, names, '', '.pt');
  if (pt.size > 0) return { format: 'pt', paths: pt };
  throw new EngineError(
    'model-not-found',
    `${dir}: no ${epoch}_net_<name>.pth and no <name>.pt; ${describeEpochs(names)}`,
  );
}

function pick(
  dir: string,
  names: readonly string[],
  prefix: string,
  suffix: string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) continue;
    const network = name.slice(prefix.length, name.length - suffix.length);
    if (NAME.test(network)) found.set(network, join(dir, name));
  }
  return found;
}

function describeEpochs(names: readonly string[]): string {
  const epochs = new Set<string>();
  for (const name of names) {
    const end = name.indexOf('_net_');
    if (end > 0 && name.endsWith('.pth')) epochs.add(name.slice(0, end));
  }
  if (epochs.size === 0) return 'expected a checkpoint folder of DeepLIIF';
  return `there are weights of ${[...epochs].sort().slice(0, 10).join(', ')}`;
}
