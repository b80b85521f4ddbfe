// The window of the suite "leaving", loaded again: its panels and images are there as they were.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { read, until } from '../window.js';

describe('a window that is loaded again', () => {
  const tabs = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);

  it('has its panels, with what they showed and how', async () => {
    await until(() => tabs().length === 2, 'both tabs are there');
    assert.deepEqual(
      tabs().map(({ label }) => label),
      ['tile.png', 'tile | second'],
    );
    await until(
      async () => /tile[^]*second/.test((await read('webview', 'main')).join(' ')),
      'both results are shown',
    );
    assert.deepEqual(await read('webview', '[role=tab][aria-selected=true]'), ['Scores']);
  });

  it('has images in the viewer', async () => {
    await vscode.commands.executeCommand('workbench.action.openEditorAtIndex1');
    const active = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    await until(() => active() instanceof vscode.TabInputCustom, 'the image is in front');
    assert.equal((active() as vscode.TabInputCustom).viewType, 'deepliif.imageViewer');
    await until(
      async () => (await read('webview', 'main')).join(' ').includes('IHC'),
      'the viewer shows the image',
    );
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { fsPath } = vscode.workspace.workspaceFolders![0]!.uri;
    rmSync(join(fsPath, 'deepliif-results'), { recursive: true });
  });
});
