// Command "Set Up Engine…": lists the backends of this machine at once, and fills in whether each computes correctly and
// how fast while they are tested one after the other. The user chooses one. TensorFlow with CUDA is installed only after
// the user has read the list of downloads and their sources, and agrees.

import * as vscode from 'vscode';
import type { ListedBackend } from '../../engine/protocol/backends.js';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS, CONTEXTS, SETTINGS } from '../workbench/ids.js';
import { signalOf } from '../workbench/signalOf.js';
import { settingsFor, writeSetting } from '../workbench/userSettings.js';
import { backendChoices, backendNames, type BackendChoice } from './backendChoices.js';
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
  const picked = await pickBackend(context);
  if (!picked) return undefined;
  if (!picked.choice) {
    await offerTensorFlow(context, tensorFlow);
    return undefined;
  }
  const { id, objection } = picked.choice;
  if (objection !== undefined) throw new EngineError('backend-unavailable', objection);
  await writeSetting(SETTINGS.backend, id);
  void vscode.commands.executeCommand('setContext', CONTEXTS.engineSetUp, true);
  void vscode.window.showInformationMessage(
    id === 'auto'
      ? vscode.l10n.t('DeepLIIF computes with the fastest backend that works from now on.')
      : vscode.l10n.t('DeepLIIF computes with {0} from now on.', backendNames()[id] ?? id),
  );
  return id;
}

/** Shows the list, and tests the backends for as long as it is open. */
function pickBackend(context: EngineContext): Promise<Item | undefined> {
  const list = vscode.window.createQuickPick<Item>();
  const testing = new AbortController();
  const tested: ListedBackend[] = [];
  const { backend: setting } = settingsFor();
  const show = () => {
    const active = list.activeItems[0]?.choice?.id ?? setting;
    list.items = items(backendChoices(tested, setting));
    const same = list.items.find(({ choice }) => choice?.id === active);
    if (same) list.activeItems = [same];
  };
  const total = Object.keys(backendNames()).length;
  list.title = vscode.l10n.t('Set Up Engine: backend that computes the networks');
  list.placeholder = vscode.l10n.t('Each is tested and timed now. Choose at any time.');
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.keepScrollPosition = true;
  list.busy = true;
  show();
  return new Promise((resolve, reject) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]);
      list.hide();
    });
    list.onDidHide(() => {
      testing.abort();
      list.dispose();
      resolve(undefined);
    });
    list.show();
    void testAll(context, testing.signal, (backend) => {
      tested.push(backend);
      list.busy = tested.length < total;
      show();
    }).catch((thrown: unknown) => {
      const wasClosed = thrown instanceof EngineError && thrown.code === 'cancelled';
      if (wasClosed) return;
      reject(asError(thrown));
      list.hide();
    });
  });
}

/** One backend after the other: they would slow each other down. Rejects with code `cancelled` once aborted. */
async function testAll(
  { engine }: EngineContext,
  signal: AbortSignal,
  done: (backend: ListedBackend) => void,
): Promise<void> {
  for (const only of Object.keys(backendNames())) {
    const listed = await engine.request('backend/list', { selfTest: true, only }, { signal });
    if (signal.aborted) return;
    for (const backend of listed) done(backend);
  }
}

type Item = vscode.QuickPickItem & { readonly choice?: BackendChoice };

function items(found: readonly BackendChoice[]): readonly Item[] {
  const backends = found.map((choice) => ({
    label: choice.label,
    description: choice.description,
    ...(choice.detail === '' ? {} : { detail: `$(blank) ${choice.detail}` }),
    choice,
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
