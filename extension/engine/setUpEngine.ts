// "Set Up Engine…": what computes here, whether it does so rightly and how fast; the user chooses. TensorFlow with CUDA
// is installed only after the user has been told what is downloaded from where, and agrees.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { registerTable, requireTrust } from '../workbench/commandTable.js';
import type { EngineContext } from './engine.js';
import { signalOf } from '../workbench/signalOf.js';
import { SECTION, settingsOf } from '../workbench/settings.js';
import { writeSetting } from '../workbench/writeSetting.js';
import { backendChoices, type BackendChoice } from './backendChoices.js';
import {
  hasTensorFlowForGpu,
  installTensorFlow,
  TENSORFLOW_PACKAGE,
  TENSORFLOW_VERSION,
} from './installTensorFlow.js';

/** `tensorFlow`: the folder that an installation fills. */
export function registerSetUp(context: EngineContext, tensorFlow: string): vscode.Disposable {
  return registerTable(context.log, {
    'deepliif.setUpEngine': async () => {
      requireTrust();
      return setUp(context, tensorFlow);
    },
  });
}

async function setUp(context: EngineContext, tensorFlow: string): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(items(await choices(context)), {
    title: 'Set Up Engine',
    placeHolder: 'What computes the networks. Timed with one tile of 512 px and the bundled demo model.',
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
  await writeSetting('backend', id);
  const name = id === 'auto' ? 'the fastest that works' : id;
  void vscode.window.showInformationMessage(`DeepLIIF computes with ${name} from now on.`);
  return id;
}

function choices({ engine }: EngineContext): Promise<readonly BackendChoice[]> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'DeepLIIF: trying what computes here (up to a minute)',
    cancellable: true,
  };
  return Promise.resolve(
    vscode.window.withProgress(options, async (progress, token) => {
      const report = ({ done, total }: { done: number; total: number }) =>
        progress.report({ message: `${done} of ${total}` });
      const signal = signalOf(token);
      const backends = await engine.request('backend/list', { selfTest: true }, { signal, report });
      const { backend } = settingsOf(vscode.workspace.getConfiguration(SECTION));
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
      label: '$(cloud-download) Install TensorFlow with CUDA…',
      description: 'for NVIDIA GPUs',
      detail: '$(blank) Says what is downloaded from where, and asks, before anything happens.',
    },
  ];
}

async function offerTensorFlow({ engine, log }: EngineContext, folder: string): Promise<void> {
  const agreed = await vscode.window.showInformationMessage(
    `Install ${TENSORFLOW_PACKAGE} ${TENSORFLOW_VERSION}?`,
    {
      modal: true,
      detail:
        'npm downloads the package and what it needs from your npm registry (registry.npmjs.org, unless you have set ' +
        'another), and runs its install script, which downloads TensorFlow with CUDA support (several hundred MB) ' +
        `from storage.googleapis.com.\n\nEverything goes into ${folder}.\n\nIt needs npm on this machine, and to be ` +
        'of use an NVIDIA GPU with CUDA 11 and cuDNN 8.',
    },
    'Download and Install',
  );
  if (!agreed) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'DeepLIIF: installing TensorFlow',
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    const line = (text: string) => {
      log.info(`npm: ${text}`);
      progress.report({ message: text.slice(0, 80) });
    };
    await engine.stop(); // on Windows nobody can replace a library that is loaded
    await installTensorFlow(folder, { signal: signalOf(token), line });
  });
  const next = await vscode.window.showInformationMessage('TensorFlow is installed.', 'Try It');
  if (next) await vscode.commands.executeCommand('deepliif.setUpEngine');
}
