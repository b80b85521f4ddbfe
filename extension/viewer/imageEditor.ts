// The custom editor of images: the viewer of the result panels with one image in it, and the button to analyse it.
// Offered beside VS Code's own preview ("Reopen Editor With…").

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { actOn } from './pageActions.js';
import { ViewerPage, type PageContext, type PageIntent } from './viewerPage.js';

/** Shows a file in an editor's webview, until the editor is closed. */
export async function showImage(
  context: PageContext,
  image: vscode.Uri,
  panel: vscode.WebviewPanel,
): Promise<void> {
  const page: ViewerPage = new ViewerPage(
    panel.webview,
    context,
    [{ kind: 'image', path: requireFile(image) }],
    { act: (intent: PageIntent) => act(context, page, panel, intent) },
  );
  panel.onDidDispose(() => page.dispose());
  await page.refresh();
}

async function act(
  context: PageContext,
  page: ViewerPage,
  panel: vscode.WebviewPanel,
  intent: PageIntent,
): Promise<void> {
  switch (intent.type) {
    case 'closePane':
      panel.dispose();
      return;
    case 'addPane':
      await vscode.commands.executeCommand('deepliif.compareResults');
      return;
    case 'rescore':
    case 'correct':
    case 'export':
      throw new EngineError('usage', 'This image has no scores yet. Analyse it first.');
    default:
      return actOn(context, page, intent);
  }
}

function requireFile(image: vscode.Uri): string {
  if (image.scheme === 'file') return image.fsPath;
  throw new EngineError(
    'image-unreadable',
    `${image.toString(true)} is not a file on this machine. Save a copy of it in a folder, and open that.`,
  );
}
