// Leaves a window with a comparison of two results and an image in the viewer, for the suite "returning" to find.

import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';
import { click, isStored, read, until } from '../window.js';

/** VS Code writes down what pages had it save every few seconds while its window has the focus, when the browser is idle. */
const WRITTEN_AFTER_S = 100;

describe('a window with panels', () => {
  it('is left', async () => {
    const image = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'tile.png');
    const [analysis] = await vscode.commands.executeCommand<readonly ImageAnalysis[]>(
      'deepliif.analyseImage',
      image,
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const folders = ['tile', 'second'].map((name) => join(dirname(analysis!.folder), name));
    cpSync(folders[0]!, folders[1]!, { recursive: true });
    await vscode.commands.executeCommand('vscode.openWith', image, 'deepliif.imageViewer');
    await vscode.commands.executeCommand(
      'deepliif.compareResults',
      folders.map((folder) => vscode.Uri.file(folder)),
    );
    await read('webview', '.sidebar');
    await click('webview', '[role=tab]:has-text("Scores")');
    assert.deepEqual(await read('webview', '[role=tab][aria-selected=true]'), ['Scores']);
    await until(() => isStored(/tab\\*":\\*"scores/), 'the state of the page is written', WRITTEN_AFTER_S);
  });
});
