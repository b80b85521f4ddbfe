// Models of the plug-ins in use: model folders that they bring, and programs that they name. None of their code runs here.

import { join } from 'node:path';
import { readModelFolder, type ModelFolder } from '../checkpoints/modelFolder.js';
import type { ModelManifest } from '../deepliif/manifest.js';
import { pluginsInUse, type Contributed } from '../plugins/usedPlugins.js';
import { EngineError } from '../protocol/errors.js';

/** Tile of a program whose declaration and first answer name none. */
const TILE_PX = 512;

export interface PluginModels {
  readonly models: readonly ModelFolder[];
  /** Folders that are no sound models, in words with the plug-in's name. */
  readonly problems: readonly string[];
}

/** All models of the plug-ins in use. Never throws for a broken one. */
export async function pluginModels(): Promise<PluginModels> {
  const models: ModelFolder[] = [];
  const problems: string[] = [];
  for (const one of pluginsInUse().contributed('models'))
    try {
      models.push(await modelOf(one));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      problems.push(error.message);
    }
  return { models, problems };
}

/** The model of a plug-in with this id. @throws EngineError `model-invalid` */
export async function pluginModelNamed(id: string): Promise<ModelFolder | undefined> {
  const one = pluginsInUse()
    .contributed('models')
    .find(({ contribution }) => contribution.id === id);
  return one && modelOf(one);
}

/** The plug-in's title and id stand for those in the manifest: they are what its user sees and names. */
async function modelOf({ plugin: owner, contribution }: Contributed<'models'>): Promise<ModelFolder> {
  const { id, title, detail, folder, process, mpp, tilePx } = contribution;
  const plugin = { id: owner.id, title: owner.title, version: owner.version };
  if (process) {
    const manifest: ModelManifest = {
      schemaVersion: 1,
      id,
      title,
      ...(detail === undefined ? {} : { description: detail }),
      kind: 'program',
      inputs: ['ihc'],
      tilePx: tilePx ?? TILE_PX,
      ...(mpp === undefined ? {} : { mpp }),
      normalisation: 'running',
      translations: [],
      segmentations: [],
    };
    const program = { command: process.command, args: process.args ?? [] };
    return { manifest, dir: owner.folder, plugin, program };
  }
  const read = await readModelFolder(join(owner.folder, folder!)).catch((error: unknown) => {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(
      'model-invalid',
      `The model "${title}" of the plug-in ${owner.title} ${owner.version}: ${error.message}`,
    );
  });
  return { ...read, manifest: { ...read.manifest, id, title }, plugin };
}
