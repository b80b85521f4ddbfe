// Command "Set Up Engine…": lists the backends of this machine, whether they compute correctly and how fast; the user
// chooses one. TensorFlow with CUDA is installed only after the user has read the list of downloads and their sources,
// and agrees.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS, SETTINGS } from '../workbench/ids.js';
import { signalOf } from '../workbench/signalOf.js';
import { settingsFor, writeSetting } from '../workbench/userSettings.js';
import { backendChoices, type BackendChoice } from './backendChoices.js';
import type { EngineContext } from './engine.js';
import {
  hasTensorFlowForGpu,
  installTensorFlow,
  TENSORFLOW_PACKAGE,
  TENSORFLOW_VERSION,
} from './installTensorFlow.js';

/** `tensorFlow`: the folder that an installation fills. */
export function setUpCommands(context: EngineContext, tensorFlow: string) {
  return {
    [COMMANDS.setUpEngine]: () => setUp(context, tensorFlow),
  } satisfies Partial<CommandTable>;
}

async function setUp(context: EngineContext, tensorFlow: string): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(items(await choices(context)), {
    title: vscode.l10n.t('Set Up Engine'),
    placeHolder: vscode.l10n.t(
      'Backend that computes the networks. Timed with one tile of 512 px and the bundled demo model.',
    ),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) return undefined;
  if (!picked.choice) {
    await offerTensorFlow(context, tensorFlow);
    return undefined;
  }
  const { id, objection } = picked.choice;
  if (objection !== undefined) throw new EngineError('backend-unavailable', objection);
  await writeSetting(SETTINGS.backend, id);
  void vscode.window.showInformationMessage(
    id === 'auto'
      ? vscode.l10n.t('DeepLIIF computes with the fastest backend that works from now on.')
      : vscode.l10n.t('DeepLIIF computes with {0} from now on.', id),
  );
  return id;
}

function choices({ engine }: EngineContext): Promise<readonly BackendChoice[]> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('DeepLIIF: testing the backends of this machine (up to a minute)'),
    cancellable: true,
  };
  return Promise.resolve(
    vscode.window.withProgress(options, async (progress, token) => {
      const report = ({ done, total }: { done: number; total: number }) =>
        progress.report({ message: vscode.l10n.t('{0} of {1}', done, total) });
      const signal = signalOf(token);
      const backends = await engine.request('backend/list', { selfTest: true }, { signal, report });
      const { backend } = settingsFor();
      return backendChoices(backends, backend);
    }),
  );
}

type Item = vscode.QuickPickItem & { readonly choice?: BackendChoice };

function items(found: readonly BackendChoice[]): readonly Item[] {
  const backends = found.map(({ label, description, detail, ...rest }) => ({
    label,
    description,
    detail: `$(blank) ${detail}`,
    choice: { label, description, detail, ...rest },
  }));
  if (!hasTensorFlowForGpu(process.platform, process.arch)) return backends;
  return [
    ...backends,
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(cloud-download) ${vscode.l10n.t('Install TensorFlow with CUDA…')}`,
      description: vscode.l10n.t('for NVIDIA GPUs'),
      detail: `$(blank) ${vscode.l10n.t('Names the downloads and their sources, and asks before it begins.')}`,
    },
  ];
}

async function offerTensorFlow({ engine, log }: EngineContext, folder: string): Promise<void> {
  const agreed = await vscode.window.showInformationMessage(
    vscode.l10n.t('Install {0} {1}?', TENSORFLOW_PACKAGE, TENSORFLOW_VERSION),
    {
      modal: true,
      detail: vscode.l10n.t(
        'npm downloads the package and what it needs from your npm registry (registry.npmjs.org, unless you have set another), and runs its install script, which downloads TensorFlow with CUDA support (several hundred MB) from storage.googleapis.com.\n\nEverything goes into {0}.\n\nThe installation needs npm on this machine. To be of use, it needs an NVIDIA GPU with CUDA 11 and cuDNN 8.',
        folder,
      ),
    },
    vscode.l10n.t('Download and Install'),
  );
  if (!agreed) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('DeepLIIF: installing TensorFlow'),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    const line = (text: string) => {
      log.info(`npm: ${text}`);
      progress.report({ message: text.slice(0, 80) });
    };
    await engine.stop(); // Windows refuses to replace a loaded library
    await installTensorFlow(folder, { signal: signalOf(token), line });
  });
  const next = await vscode.window.showInformationMessage(
    vscode.l10n.t('TensorFlow is installed.'),
    vscode.l10n.t('Try It'),
  );
  if (next) await vscode.commands.executeCommand(COMMANDS.setUpEngine);
}
