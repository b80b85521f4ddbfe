// Models that there are for the user: bundled ones, imported ones, and those in folders that a setting names.

import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DEFAULT_MODEL } from '../../engine/protocol/defaultModel.js';
import { type ModelList, type ModelSummary } from '../../engine/protocol/requests.js';
import type { StatusModel } from '../engine/statusText.js';
import { l10n } from '../workbench/l10n.js';

export interface KnownModel extends ModelSummary {
  readonly origin: 'bundled' | 'imported' | 'folder';
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

/** Folders to request from the engine, and problems of the folders in the setting. */
export function foldersToList(
  { imported }: ModelPlaces,
  modelFolders: readonly string[],
  workspaceFolder: string | undefined,
): { readonly folders: readonly string[]; readonly problems: readonly string[] } {
  const named = modelFolders.map((folder) => resolve(workspaceFolder ?? '/', folder));
  return {
    folders: [imported, ...named].filter((folder) => existsSync(folder)),
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
  const origin = (folder: string) =>
    dirname(real(folder)) === bundled
      ? 'bundled'
      : dirname(real(folder)) === imported
        ? 'imported'
        : 'folder';
  const models = list.models.map((model) => ({ ...model, origin: origin(model.folder) }) as const);
  // The engine understands the setting in the same way: a folder, or the id of a bundled model.
  const meant =
    models.find(({ folder }) => setting !== '' && real(folder) === real(setting)) ??
    models.find((model) => model.origin === 'bundled' && model.id === (setting || DEFAULT_MODEL));
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

/** Value of the setting `deepliif.model` for a model. Bundled models move with the extension, so they go by id. */
export function settingOf({ origin, id, folder }: Pick<KnownModel, 'origin' | 'id' | 'folder'>): string {
  return origin === 'bundled' ? id : folder;
}

/** Model that a setting means, for the status bar: as listed, or before any listing by its name. */
export function modelMeant(listed: readonly KnownModel[], setting: string): StatusModel {
  const meant = setting || DEFAULT_MODEL;
  const found = listed.find((model) => settingOf(model) === meant);
  return found
    ? { title: found.title, demo: found.demo === true }
    : { title: basename(meant), demo: meant === DEFAULT_MODEL }; // the default model is a demo
}

/** Origin of a model, in words. */
export function originInWords({ origin, folder }: Pick<KnownModel, 'origin' | 'folder'>): string {
  if (origin === 'folder') return dirname(folder);
  return origin === 'bundled' ? l10n.t('bundled') : l10n.t('imported');
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
