// The API for other extensions, version 1, as `extension/api/index.d.ts` describes it. Light, since it is part of every
// start; requests load what they need when they are made.

import { isAbsolute, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import { PLUGIN_API_VERSION } from '../../engine/protocol/plugins.js';
import { oneOf, stored, text } from '../../engine/protocol/shape.js';
import type { ActionProvider, DeepLiifApi, DeepLiifExports, PanelProvider } from '../api/index.js';
import { givenFolder } from '../workbench/givenFolder.js';
import { COMMANDS } from '../workbench/ids.js';
import { followChanges, type ApiTrees } from './apiEvents.js';
import type { ApiContext } from './apiRequests.js';
import type { Registered } from './pluginActions.js';

const word = text({ least: 1, most: 200 });
const provider = stored({ id: word, title: word, of: oneOf('result', 'run', 'sweep') });
const panelFiles = stored(
  { script: text({ least: 1, most: 500 }) },
  { style: text({ least: 1, most: 500 }) },
);

/** Made once; the events cost nothing until an extension asks for the API. */
export function createExports(
  trees: ApiTrees,
  context: ApiContext,
  registered: Registered,
  subscriptions: vscode.Disposable[],
): DeepLiifExports {
  let api: DeepLiifApi | undefined;
  return {
    getApi: (version: unknown) => {
      if (version !== PLUGIN_API_VERSION)
        throw new EngineError(
          'usage',
          vscode.l10n.t(
            'This DeepLIIF for VS Code has version {0} of its API, not {1}. Call getApi({0}), or install a version of DeepLIIF that has version {1}.',
            PLUGIN_API_VERSION,
            String(version),
          ),
        );
      return (api ??= createApi(trees, context, registered, subscriptions));
    },
  };
}

function createApi(
  trees: ApiTrees,
  context: ApiContext,
  registered: Registered,
  subscriptions: vscode.Disposable[],
): DeepLiifApi {
  const changes = followChanges(trees);
  subscriptions.push(changes);
  const requests = () => import('./apiRequests.js');
  return Object.freeze<DeepLiifApi>({
    version: 1,
    onDidWriteResult: changes.onDidWriteResult,
    onDidChangeRun: changes.onDidChangeRun,
    onDidChangeSelection: changes.onDidChangeSelection,
    get selection() {
      return changes.selection();
    },
    listModels: async () => (await requests()).listModels(context),
    listResults: async () => (await requests()).listResults(trees),
    listRuns: async () => (await requests()).listRuns(trees),
    infer: async (image, options, token) => (await requests()).infer(context, image, options, token),
    rescore: async (result, thresholds, token) =>
      (await requests()).rescore(context, result, thresholds, token),
    measure: async (result, token) => (await requests()).measure(context, result, token),
    openViewer: async (result, sight) => {
      const folder = vscode.Uri.file(givenFolder(result, []));
      await vscode.commands.executeCommand(COMMANDS.openResult, folder, undefined, sight);
    },
    registerAction: (action) => registerAction(registered, action),
    registerPanel: (panel) => registerPanel(registered, panel),
  });
}

function registerAction(registered: Registered, action: ActionProvider): vscode.Disposable {
  const { id, title, of } = provider(action, 'registerAction');
  if (typeof action.run !== 'function')
    throw new EngineError('usage', vscode.l10n.t('registerAction: "run" is no function.'));
  return registered.addAction({
    ...{ id, title, of, plugin: id },
    run: async (folders) => {
      try {
        await action.run(folders);
      } catch (thrown) {
        const { message } = asError(thrown);
        throw new EngineError('plugin-failed', vscode.l10n.t('"{0}" failed: {1}', title, message), {
          cause: thrown,
        });
      }
    },
  });
}

function registerPanel(registered: Registered, panel: PanelProvider): vscode.Disposable {
  const { id, title, of } = provider(panel, 'registerPanel');
  const { script, style } = panelFiles(panel, 'registerPanel');
  const folder = givenFolder(panel.root, []);
  for (const path of [script, style])
    if (path !== undefined && !isWithin(path))
      throw new EngineError(
        'usage',
        vscode.l10n.t(
          'registerPanel: {0} does not lie in the folder {1}. Write a path within it.',
          path,
          folder,
        ),
      );
  return registered.addPanel({
    ...{ id, title, of, plugin: id, folder, script },
    ...(style === undefined ? {} : { style }),
  });
}

/** True for a relative path that stays in its folder. */
function isWithin(path: string): boolean {
  const from = relative('/folder', `/folder/${path}`);
  return !isAbsolute(path) && from !== '' && from !== '..' && !from.startsWith(`..${sep}`);
}
