// A workspace that is not trusted: results and images are shown, and nothing is analysed, changed or written.

import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { click, count, read, until } from '../window.js';

describe('a workspace that is not trusted', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri;
  const image = vscode.Uri.joinPath(workspace, 'tile.png');
  const result = vscode.Uri.joinPath(workspace, 'deepliif-results', 'tile');
  const activeInput = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const before = filesAndTimes();

  it('is one', () => assert.equal(vscode.workspace.isTrusted, false));

  it('shows its images in the viewer, without a way to analyse them', async () => {
    await vscode.commands.executeCommand('vscode.openWith', image, 'deepliif.imageViewer');
    await until(() => activeInput() instanceof vscode.TabInputCustom, 'the image is open');
    await shows(/IHC/);
    assert.equal(await has('[aria-label="Analyse image"]'), false);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows its results', async () => {
    await vscode.commands.executeCommand('deepliif.openResult', result);
    await until(() => activeInput() instanceof vscode.TabInputWebview, 'the panel is open');
    await shows(/Hematoxylin/);
    assert.equal(await has('[aria-label="Analyse again"]'), false);
  });

  for (const [title, command, ...args] of [
    ['analyses no image', 'analyseImage', image],
    ['analyses no folder', 'analyseImage', workspace, [workspace]],
    ['analyses no image of a panel in front', 'analyseImage'],
    ['analyses nothing again', 'analyseAgain', result],
    ['scores nothing again', 'rescore', { folder: result.fsPath, thresholds: { resolution: '40x' } }],
    ['opens nothing for re-scoring', 'rescore', result],
    ['exports nothing', 'exportResult', result],
    ['renames nothing', 'renameResult', result, 'other'],
    ['deletes nothing', 'deleteResult', result],
    ['imports no model', 'importModel'],
    ['selects no model', 'selectModel'],
    ['sets no engine up', 'setUpEngine'],
    ['restarts no engine', 'restartEngine'],
    ['runs no demo', 'runDemo'],
    ['starts no training', 'startTraining', vscode.Uri.joinPath(workspace, 'x.deepliif-train.json')],
    ['stops no training', 'stopTraining', result],
    ['resumes no training', 'resumeTraining', result],
    ['forks no run', 'forkRun', result],
    ['deletes no run', 'deleteRun', result],
  ] as const)
    it(`${title}, and says why`, async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      assert.equal(await vscode.commands.executeCommand(`deepliif.${command}`, ...args), undefined);
      await saysWhy();
    });

  it('exports nothing from a panel, and says why', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await click('webview', '[aria-label^="Export"]');
    await saysWhy();
  });

  it('has all its files as they were', () => assert.deepEqual(filesAndTimes(), before));

  async function saysWhy(): Promise<void> {
    await vscode.commands.executeCommand('notifications.showList');
    const said = async () => (await read('workbench', '.notifications-center')).join(' ');
    await until(async () => (await said()).includes('only in trusted workspaces'), 'it says why');
  }

  /** Every file and folder of the workspace with its size and the times of its last changes. */
  function filesAndTimes(): readonly string[] {
    return readdirSync(workspace.fsPath, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const { size, mtimeMs, ctimeMs } = statSync(join(workspace.fsPath, name));
        return `${name} ${size} ${mtimeMs} ${ctimeMs}`;
      });
  }

  /** Waits for a text of the page in sight, which says "Opening …" first. */
  async function shows(text: RegExp): Promise<void> {
    await until(async () => text.test((await read('webview', 'main')).join(' ')), `the page shows ${text}`);
  }

  /** Tells whether the page in sight has an element. */
  async function has(selector: string): Promise<boolean> {
    return (await count('webview', selector)) > 0;
  }
});
