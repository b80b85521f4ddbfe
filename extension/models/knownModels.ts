// Models that there are for the user: bundled ones, imported ones, those of runs and of plug-ins, and those in folders that a
// setting names.

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { DEFAULT_MODEL } from '../../engine/protocol/defaultModel.js';
import { type ModelList, type ModelSummary } from '../../engine/protocol/requests.js';
import type { StatusModel } from '../engine/statusText.js';
import { demoNote } from '../workbench/demoNote.js';
import { l10n } from '../workbench/l10n.js';
import { runOfModel } from './modelsOfRuns.js';

/** Places of models, in the order in which lists show them. */
export const ORIGINS = ['bundled', 'imported', 'run', 'plugin', 'folder'] as const;
export type ModelOrigin = (typeof ORIGINS)[number];

export interface KnownModel extends ModelSummary {
  readonly origin: ModelOrigin;
  /** Name of the run that trained it, for a model of a run. */
  readonly run?: string;
  /** True for the one that the setting `deepliif.model` means. */
  readonly inUse: boolean;
}

export interface KnownModels {
  readonly models: readonly KnownModel[];
  readonly problems: readonly string[];
}

/** Folders of models; absolute paths. */
export interface ModelPlaces {
  readonly bundled: string;
  readonly imported: string;
}

/** Folders to request from the engine, and problems of the folders in the setting. `ofRuns`: folders with models of runs. */
export function foldersToList(
  { imported }: ModelPlaces,
  modelFolders: readonly string[],
  workspaceFolder: string | undefined,
  ofRuns: readonly string[] = [],
): { readonly folders: readonly string[]; readonly problems: readonly string[] } {
  const named = modelFolders.map((folder) => resolve(workspaceFolder ?? '/', folder));
  return {
    folders: [imported, ...ofRuns, ...named].filter((folder) => existsSync(folder)),
    problems: named
      .filter((folder) => !existsSync(folder))
      .map((folder) =>
        l10n.t('A folder of models does not exist: {0}. Correct the setting deepliif.modelFolders.', folder),
      ),
  };
}

/** Models of the engine's list, with where they come from and which one is in use. */
export function knownModels(list: ModelList, places: ModelPlaces, setting: string): KnownModels {
  const bundled = real(places.bundled);
  const imported = real(places.imported);
  const placed = (folder: string): Pick<KnownModel, 'origin' | 'run'> => {
    const above = dirname(real(folder));
    if (above === bundled) return { origin: 'bundled' };
    if (above === imported) return { origin: 'imported' };
    const run = runOfModel(folder);
    return run === undefined ? { origin: 'folder' } : { origin: 'run', run };
  };
  const models = list.models.map((model) => ({
    ...model,
    ...(model.plugin === undefined ? placed(model.folder) : { origin: 'plugin' as const }),
  }));
  // The engine understands the setting in the same way: a folder, or the id of a bundled model or of a plug-in's.
  const byId = (origin: ModelOrigin) =>
    models.find((model) => model.origin === origin && model.id === (setting || DEFAULT_MODEL));
  const meant =
    models.find(
      ({ folder, origin }) => origin !== 'plugin' && setting !== '' && real(folder) === real(setting),
    ) ??
    byId('bundled') ??
    byId('plugin');
  return { models: models.map((model) => ({ ...model, inUse: model === meant })), problems: list.problems };
}

/** Path without links, through which the engine and VS Code may see the same folder under two names. */
function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder); // not there
  }
}

/** Value of the setting `deepliif.model` for a model. Those that move with an extension go by id. */
export function settingOf({ origin, id, folder }: Pick<KnownModel, 'origin' | 'id' | 'folder'>): string {
  return origin === 'bundled' || origin === 'plugin' ? id : folder;
}

/** Model that a setting means, for the status bar: as listed, or before any listing as its folder says. */
export function modelMeant(
  listed: readonly KnownModel[],
  setting: string,
  { bundled }: Pick<ModelPlaces, 'bundled'>,
): StatusModel {
  const meant = setting || DEFAULT_MODEL;
  const found =
    listed.find((model) => settingOf(model) === meant) ?? inFolder(meant) ?? inFolder(join(bundled, meant));
  return found ? { title: found.title, demo: found.demo === true } : { title: basename(meant), demo: false };
}

/** Larger manifests wait for the listing: this one is read while the window starts. */
const MOST_MANIFEST_BYTES = 2 ** 20;

/** Title of a model folder. The engine checks the whole manifest when it lists models. */
function inFolder(folder: string): { readonly title: string; readonly demo?: unknown } | undefined {
  if (!isAbsolute(folder)) return undefined; // the id of a bundled model
  try {
    const file = join(folder, 'manifest.json');
    const found = statSync(file);
    if (!found.isFile() || found.size > MOST_MANIFEST_BYTES) return undefined;
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    const { title, demo } = manifest as { readonly title?: unknown; readonly demo?: unknown };
    return typeof title === 'string' && title !== '' ? { title, demo } : undefined;
  } catch {
    return undefined; // the folder or its manifest is not there, or damaged
  }
}

/** Title of the models of one origin. */
export function originTitle(origin: ModelOrigin): string {
  switch (origin) {
    case 'bundled':
      return l10n.t('Bundled');
    case 'imported':
      return l10n.t('Imported');
    case 'run':
      return l10n.t('From Runs');
    case 'plugin':
      return l10n.t('From Plug-ins');
    case 'folder':
      return l10n.t('From Folders');
  }
}

/** Words beside the title of a model: what a demo model is, that it is in use, who brings it and where it lies. */
export function modelDescription(model: KnownModel): string {
  const { origin, folder, title, run, inUse, demo, plugin } = model;
  // The badge comes first: a narrow view cuts the end off.
  return [
    ...(demo ? [demoNote()] : []),
    ...(inUse ? [l10n.t('in use')] : []),
    ...(run === undefined || title.includes(run) ? [] : [l10n.t('run {0}', run)]),
    ...(plugin === undefined ? [] : [plugin]),
    ...(origin === 'folder' ? [dirname(folder)] : []),
  ].join(' · ');
}

/** Fault of a name for a model to be imported, in words; undefined for a good one. */
export function wrongModelName(name: string, imported: string): string | undefined {
  if (!/^[A-Za-z0-9](-?[A-Za-z0-9])*$/.test(name) || name.length > 60)
    return l10n.t('Expected 1 to 60 letters, digits and single dashes between them.');
  return existsSync(join(imported, name))
    ? l10n.t('There is an imported model "{0}" already.', name)
    : undefined;
}

/** Name for the model of a checkpoint folder: "DeepLIIF_Latest_Model" → "DeepLIIF-Latest-Model". */
export function suggestedModelName(checkpointName: string): string {
  return (
    checkpointName
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .replace(/-$/, '') || 'model'
  );
}

/** The same name, with a number behind it if a model has it already. */
export function freeModelName(name: string, imported: string): string {
  for (let i = 1; ; i++) {
    const tried = i === 1 ? name : `${name.slice(0, 55)}-${i}`;
    if (!existsSync(join(imported, tried))) return tried;
  }
}
