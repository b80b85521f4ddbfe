// Answers model/list, model/import and run/model.

import { join } from 'node:path';
import { pluginModels } from '../analysis/pluginModels.js';
import { listModels } from '../checkpoints/listModels.js';
import { readModelFolder, type ModelFolder } from '../checkpoints/modelFolder.js';
import { packageRoot } from '../files/packageRoot.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type {
  ImportedModel,
  ImportParams,
  ModelList,
  ModelOfRun,
  ModelSummary,
  RunModelParams,
} from '../protocol/requests.js';

/** The bundled models, those of the folders, then those of plug-ins; a folder that cannot be read is a problem in words, not an error. */
export async function modelList(folders: readonly string[]): Promise<ModelList> {
  const ofPlugins = await pluginModels();
  const models = new Map<string, ModelSummary>();
  const problems: string[] = [...ofPlugins.problems];
  for (const folder of [join(packageRoot(), 'models'), ...folders]) {
    const found = await modelsOf(folder);
    for (const model of found.models) models.set(model.dir, summary(model));
    problems.push(...found.problems);
  }
  return { models: [...models.values(), ...ofPlugins.models.map(summary)], problems };
}

/** A model folder itself, or the model folders in it. */
async function modelsOf(
  folder: string,
): Promise<{ readonly models: readonly ModelFolder[]; readonly problems: readonly string[] }> {
  try {
    return { models: [await readModelFolder(folder)], problems: [] };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code !== 'model-not-found') return { models: [], problems: [error.message] };
  }
  try {
    return await listModels(folder);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { models: [], problems: [error.message] };
  }
}

function summary({ dir, plugin, manifest: { id, title, demo, tilePx, mpp } }: ModelFolder): ModelSummary {
  return {
    id,
    title,
    folder: dir,
    ...(plugin === undefined ? {} : { plugin: plugin.title }),
    ...(demo === true ? { demo } : {}),
    tilePx,
    ...(mpp === undefined ? {} : { mpp }),
  };
}

/** Throws `model-not-found`, `model-invalid` and `output-unwritable`; an existing model is never replaced. */
export async function modelImport(
  { checkpoint, into, name }: ImportParams,
  control: Control,
): Promise<ImportedModel> {
  const { importModel } = await import('../analysis/importModel.js');
  const dir = join(into, name);
  control.report?.({ stage: 'reading the checkpoint', done: 0, total: 1 });
  const manifest = await importModel(checkpoint, dir, { id: name.toLowerCase(), title: name }, control);
  const notices = [
    'The model has no test image: "deepliif model import --test-image" adds one, which self-tests need.',
  ];
  return { ...summary({ dir, manifest }), notices };
}

/** @throws EngineError `usage` for a checkpoint that is not there, `model-invalid`, `output-unwritable` */
export async function runModel({ folder, checkpoint }: RunModelParams): Promise<ModelOfRun> {
  const { modelOfCheckpoint } = await import('../training/run/modelOfCheckpoint.js');
  const { dir, step } = await modelOfCheckpoint(folder, checkpoint);
  return { ...summary(await readModelFolder(dir)), step };
}
