// Custom editor of images: the viewer of the result panels with one image in it, and the button to analyse it. VS Code
// opens TIFF and slides in it, and offers it beside its own preview for the formats that it shows itself.

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { COMMANDS } from '../workbench/ids.js';
import { actOn } from './pageActions.js';
import { ViewerPage, type PaneIntent, type PaneSource, type ViewerContext } from './viewerPage.js';

/** Shows a file in an editor's webview, until the editor is closed. */
export async function showImage(
  context: ViewerContext,
  image: vscode.Uri,
  panel: vscode.WebviewPanel,
): Promise<void> {
  const page: ViewerPage = new ViewerPage(panel.webview, context, {
    act: (intent) => act(context, page, panel, intent),
  });
  panel.onDidDispose(() => page.dispose());
  if (image.scheme === 'file') page.wait(dirname(image.fsPath));
  await page.showSources([sourceOf(image)]);
}

async function act(
  context: ViewerContext,
  page: ViewerPage,
  panel: vscode.WebviewPanel,
  intent: PaneIntent,
): Promise<void> {
  switch (intent.type) {
    case 'closePane':
      panel.dispose();
      return;
    case 'addPane':
      await vscode.commands.executeCommand(COMMANDS.compareResults);
      return;
    case 'rescore':
    case 'correct':
    case 'export':
      throw new EngineError('usage', vscode.l10n.t('This image has no scores yet. Analyse it first.'));
    default:
      return actOn(context, page, intent);
  }
}

/** A version in a repository or a file of a virtual workspace is on no disk that the engine can read. */
function sourceOf(image: vscode.Uri): PaneSource {
  if (image.scheme === 'file') return { kind: 'image', path: image.fsPath };
  const problem = vscode.l10n.t(
    'It cannot be shown, because it is not a file on this machine ({0}). Save a copy of it in a folder, and open that.',
    image.scheme,
  );
  return { kind: 'image', path: image.path, problem };
}
