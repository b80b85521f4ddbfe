// Opens an analyser: a model by its name, on a backend by its id, ready to run. A model is a folder, a bundled one, or one
// that a plug-in in use brings.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Analyser } from './analyseImage.js';
import type { BackendId, Precision } from '../backends/backend.js';
import { chooseBackend } from '../backends/chooseBackend.js';
import { readModelFolder, type ModelFolder } from '../checkpoints/modelFolder.js';
import { plan, type Wanted } from '../deepliif/plan.js';
import { loadModel } from '../inference/loadedModel.js';
import { packageRoot } from '../files/packageRoot.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { isProvided, openProvided } from '../providers/openProvided.js';
import { pluginModelNamed } from './pluginModels.js';

export { DEFAULT_MODEL } from '../protocol/defaultModel.js';

/** A folder, or the id of a bundled model or of a plug-in's. Throws `model-not-found`, `model-invalid`. */
export async function openModelFolder(nameOrDir: string): Promise<ModelFolder> {
  const bundled = join(packageRoot(), 'models', nameOrDir);
  const isFolder = await stat(nameOrDir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return readModelFolder(nameOrDir);
  const isBundled = /^[a-z0-9.-]+$/.test(nameOrDir) && (await stat(bundled).catch(() => undefined));
  if (isBundled) return readModelFolder(bundled);
  const brought = await pluginModelNamed(nameOrDir);
  if (brought) return brought;
  throw new EngineError(
    'model-not-found',
    `There is no model "${nameOrDir}": no such folder, and no bundled model of that name. ` +
      '"deepliif model list" shows what there is; "deepliif model import" makes one from a DeepLIIF checkpoint.' +
      (/^[a-z][a-z0-9_-]*$/.test(nameOrDir)
        ? ' A model of a plug-in needs the plug-in: --plugin <dir>.'
        : ''),
  );
}

export interface AnalyserOptions {
  readonly backend?: BackendId | undefined;
  readonly precision: Precision;
  readonly normalisation?: 'tile' | 'running' | undefined;
}

export interface OpenedAnalyser extends Analyser {
  /** Why this backend, in words. */
  readonly reason: string;
  dispose(): Promise<void>;
}

export async function openAnalyser(
  folder: ModelFolder,
  wanted: Wanted,
  options: AnalyserOptions,
  control: Control,
): Promise<OpenedAnalyser> {
  if (isProvided(folder)) {
    const { model, ...chosen } = await openProvided(folder, wanted, options, control);
    return { folder, model, ...chosen, precision: 'float32', dispose: () => model.dispose() };
  }
  const steps = plan(folder.manifest, wanted);
  const { backend, reason } = await chooseBackend(options.backend, options.precision);
  try {
    const { precision, normalisation } = options;
    const model = await loadModel(
      folder,
      steps,
      backend,
      { precision, ...(normalisation ? { normalisation } : {}) },
      control,
    );
    const dispose = async () => {
      await model.dispose();
      await backend.dispose();
    };
    return { folder, model, backend, precision, reason, dispose };
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}
