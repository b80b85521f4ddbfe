// Leaves a window with a comparison of two results and an image in the viewer, for the suite "returning" to find.

import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';
import { click, read } from '../window.js';

/** A page waits so long before it has its state saved, and VS Code before it writes that down. */
const SAVED_AFTER_MS = 3000;

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
    await sleep(SAVED_AFTER_MS);
  });
});
