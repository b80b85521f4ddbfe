// Lists the models that lie in a folder.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { readModelFolder, type ModelFolder } from './modelFolder.js';

export interface ModelsFound {
  readonly models: readonly ModelFolder[];
  /** Folders with a manifest that is wrong, in words; they do not hide the others. */
  readonly problems: readonly string[];
}

/** The sub-folders with a manifest, by name. Throws `model-not-found` when `folder` cannot be read. */
export async function listModels(folder: string): Promise<ModelsFound> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new EngineError('model-not-found', `${folder} is not a folder that can be read. Choose another.`);
  });
  const models: ModelFolder[] = [];
  const problems: string[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory()).sort(byName)) {
    try {
      models.push(await readModelFolder(join(folder, name)));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code !== 'model-not-found') problems.push(error.message);
    }
  }
  return { models, problems };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
