// Command "Browse Plug-ins…": the plug-ins of the user's catalogues, with the release that fits this version. Nothing is
// downloaded before the user has agreed, and only packages of VS Code over https.

import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import { SETTINGS } from '../workbench/ids.js';
import { signalOf } from '../workbench/signalOf.js';
import { settingsFor, writeSetting } from '../workbench/userSettings.js';
import {
  catalogue as catalogueShape,
  type Catalogue,
  type CatalogueExtension,
  type CatalogueRelease,
} from './catalogue.js';
import { fetchBounded, readPlace } from './fetchBounded.js';
import { fittingRelease, rangeParts } from './fittingRelease.js';

const CATALOGUE_LIMITS = { mostBytes: 5 * 2 ** 20, timeoutMs: 15_000 };
const PACKAGE_LIMITS = { mostBytes: 500 * 2 ** 20, timeoutMs: 600_000 };

export interface BrowseContext {
  /** Version of this extension. */
  readonly version: string;
  /** Folder for downloads, which are removed after the installation. */
  readonly storage: string;
  readonly log: vscode.LogOutputChannel;
}

interface Found {
  readonly extension: CatalogueExtension;
  readonly catalogue: string;
  readonly release: CatalogueRelease | undefined;
}

/** `given`: a path or address instead of those of the setting. Returns the name of the plug-in that was chosen. */
export async function browsePlugins(context: BrowseContext, given?: unknown): Promise<string | undefined> {
  const places = typeof given === 'string' ? [given] : await catalogues();
  if (places.length === 0) return undefined;
  const { found, problems } = await readAll(places, context.version);
  for (const problem of problems) context.log.warn(problem);
  if (found.length === 0 && problems.length > 0) throw new EngineError('usage', problems.join(' '));
  if (problems.length > 0) void vscode.window.showWarningMessage(problems.join(' '));
  const choices = found.map((one) => ({ ...rowOf(one, context.version), found: one }));
  const placeHolder =
    choices.length === 0
      ? vscode.l10n.t('The catalogue is empty.')
      : vscode.l10n.t('Plug-ins for DeepLIIF {0}', context.version);
  const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
  const picked = await vscode.window.showQuickPick(choices, options);
  if (picked) await offer(context, picked.found);
  return picked?.found.extension.name;
}

async function catalogues(): Promise<readonly string[]> {
  const known = settingsFor().pluginCatalogues;
  if (known.length > 0) return known;
  const place = await vscode.window.showInputBox({
    title: vscode.l10n.t('Catalogue of plug-ins'),
    prompt: vscode.l10n.t(
      'Address (https) or absolute path of a catalogue in JSON. It is kept in the settings.',
    ),
    placeHolder: vscode.l10n.t('https://…/catalog.json'),
    ignoreFocusOut: true,
  });
  if (!place) return [];
  await writeSetting(SETTINGS.pluginCatalogues, [place]);
  return [place];
}

async function readAll(places: readonly string[], version: string) {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading catalogues of plug-ins'),
    cancellable: true,
  };
  const problems: string[] = [];
  const read = await vscode.window.withProgress(options, (_, token) =>
    Promise.all(
      places.map(async (place) => {
        try {
          return await readCatalogue(place, signalOf(token));
        } catch (thrown) {
          const error = asError(thrown);
          if (error instanceof EngineError && error.code === 'cancelled') throw error;
          problems.push(error.message);
          return undefined;
        }
      }),
    ),
  );
  const found = read.flatMap((one): readonly Found[] =>
    (one?.extensions ?? []).map((extension) => ({
      ...{ extension, catalogue: one!.name },
      release: fittingRelease(extension.releases, version),
    })),
  );
  return { found, problems };
}

/** @throws EngineError `usage`, `cancelled` */
export async function readCatalogue(place: string, signal?: AbortSignal): Promise<Catalogue> {
  const bytes = await readPlace(place, { ...CATALOGUE_LIMITS, ...(signal ? { signal } : {}) });
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch (thrown) {
    throw new EngineError(
      'usage',
      vscode.l10n.t('{0} is no JSON: {1}. Name a catalogue of plug-ins.', place, asError(thrown).message),
    );
  }
  return catalogueShape(json, place);
}

function rowOf({ extension, release, catalogue }: Found, version: string): vscode.QuickPickItem {
  const { name, author, description } = extension;
  const fit = release
    ? vscode.l10n.t('{0} fits DeepLIIF {1}', release.name, version)
    : vscode.l10n.t('no release for DeepLIIF {0}', version);
  return {
    label: `$(${release ? 'extensions' : 'circle-slash'}) ${name}`,
    description: `${author} · ${fit}`,
    detail: `${description} (${catalogue})`,
  };
}

/** Asks what to do with the plug-in: install it, or open its homepage. */
async function offer(context: BrowseContext, { extension, release }: Found): Promise<void> {
  const { name, author, homepage, releases } = extension;
  const files = release ? packagesOf(release) : [];
  const isPackage = files.length > 0 && files.every((file) => new URL(file).pathname.endsWith('.vsix'));
  const install = vscode.l10n.t('Install');
  const open = vscode.l10n.t('Open Homepage');
  const detail = release
    ? isPackage
      ? vscode.l10n.t(
          'Version {0} is downloaded from {1} and installed as an extension of VS Code. Its code runs on this machine with your rights. Install it only if you trust {2}.',
          release.name,
          [...new Set(files.map((file) => new URL(file).host))].join(', '),
          author,
        )
      : vscode.l10n.t('Its files are no packages of VS Code (.vsix). Its homepage says how to install it.')
    : noFitText(releases, context.version);
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('{0} by {1}', name, author),
    { modal: true, detail },
    ...(isPackage ? [install, open] : [open]),
  );
  if (answer === open) await vscode.env.openExternal(vscode.Uri.parse(homepage, true));
  if (answer === install) await installPackages(context, name, files);
}

/** Packages in the order of their installation: those that the release needs come first. */
export function packagesOf({ main_url, required_dependency_urls }: CatalogueRelease): readonly string[] {
  return [...(required_dependency_urls ?? []), main_url];
}

function noFitText(releases: readonly CatalogueRelease[], version: string): string {
  const ranges = releases.slice(0, 5).map((release) => {
    const { min, max } = rangeParts(release);
    return max === undefined
      ? vscode.l10n.t('{0}: DeepLIIF {1} or later', release.name, min)
      : vscode.l10n.t('{0}: DeepLIIF {1} to {2}', release.name, min, max);
  });
  return [vscode.l10n.t('No release fits DeepLIIF {0}.', version), ...ranges].join('\n');
}

async function installPackages(
  { storage, log }: BrowseContext,
  name: string,
  files: readonly string[],
): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Installing {0}', name),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    await mkdir(storage, { recursive: true });
    for (const address of files) {
      progress.report({ message: new URL(address).host });
      const bytes = await fetchBounded(address, { ...PACKAGE_LIMITS, signal: signalOf(token) });
      const file = join(storage, `plugin-${randomUUID()}.vsix`);
      await writeFile(file, bytes);
      try {
        await vscode.commands.executeCommand('workbench.extensions.installExtension', vscode.Uri.file(file));
        log.info(`Installed ${address}.`);
      } finally {
        await rm(file, { force: true });
      }
    }
  });
  void vscode.window.showInformationMessage(vscode.l10n.t('{0} is installed.', name));
}
