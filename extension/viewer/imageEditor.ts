// Custom editor of images: the viewer of the result panels with one image in it, and the button to analyse it. VS Code
// offers it beside its own preview ("Reopen Editor With…").

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { COMMANDS } from '../workbench/ids.js';
import { actOn } from './pageActions.js';
import { ViewerPage, type PaneIntent, type ViewerContext } from './viewerPage.js';

/** Shows a file in an editor's webview, until the editor is closed. */
export async function showImage(
  context: ViewerContext,
  image: vscode.Uri,
  panel: vscode.WebviewPanel,
): Promise<void> {
  const path = requireFile(image);
  const page: ViewerPage = new ViewerPage(panel.webview, context, {
    act: (intent) => act(context, page, panel, intent),
  });
  panel.onDidDispose(() => page.dispose());
  await page.showSources([{ kind: 'image', path }]);
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

function requireFile(image: vscode.Uri): string {
  if (image.scheme === 'file') return image.fsPath;
  throw new EngineError(
    'image-unreadable',
    vscode.l10n.t(
      '{0} is not a file on this machine. Save a copy of it in a folder, and open that.',
      image.toString(true),
    ),
  );
}
