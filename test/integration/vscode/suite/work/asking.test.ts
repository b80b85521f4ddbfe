// Questions and messages for users. VS Code shows no dialogs in its tests, so they are caught here, and answered.

import assert from 'node:assert/strict';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';
import { hasWindow, read, until } from '../window.js';

describe('DeepLIIF asks and tells', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const image = join(workspace, 'mine.png');
  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T | undefined>(`deepliif.${command}`, ...args);
  const { showWarningMessage, showErrorMessage } = vscode.window;
  let folder: string;
  let asked: string[] = [];
  let told: string[] = [];

  before(async () => {
    cpSync(join(workspace, 'tile.png'), image);
    folder = (await run<readonly ImageAnalysis[]>('analyseImage', vscode.Uri.file(image)))![0]!.folder;
  });
  beforeEach(() => {
    asked = [];
    told = [];
    const telling = (message: string) => Promise.resolve(void told.push(message));
    Object.assign(vscode.window, { showErrorMessage: telling });
  });
  afterEach(() => Object.assign(vscode.window, { showWarningMessage, showErrorMessage }));
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(image, { force: true });
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  /** Answers every question with the first of these that it offers. */
  const answering = (...answers: readonly string[]) =>
    Object.assign(vscode.window, {
      showWarningMessage: (question: string, _: unknown, ...offered: readonly string[]) => {
        asked.push(question);
        return Promise.resolve(answers.find((answer) => offered.includes(answer)));
      },
    });
  const copyAs = (name: string) => {
    const copy = join(dirname(folder), name);
    cpSync(folder, copy, { recursive: true });
    return vscode.Uri.file(copy);
  };

  it('before a result is deleted, and keeps it if the answer is no', async () => {
    answering();
    const copy = copyAs('kept');
    await run('deleteResult', copy);
    assert.deepEqual(asked, ['Delete "kept"?']);
    assert.ok(existsSync(join(copy.fsPath, 'result.json')));
  });

  it('once for several results, deletes them and keeps their images', async () => {
    answering('Move to Trash', 'Delete for Good');
    const copies = [copyAs('one'), copyAs('two')];
    await run('deleteResult', copies[0], copies);
    assert.equal(asked[0], 'Delete 2 results?');
    for (const { fsPath } of copies) assert.ok(!existsSync(fsPath));
    assert.ok(existsSync(image));
  });

  it('nothing about a folder that is no result, which it leaves alone', async () => {
    answering('Move to Trash', 'Delete for Good');
    await run('deleteResult', vscode.Uri.file(dirname(folder)));
    assert.deepEqual(asked, []);
    assert.match(told.join(), /is not a result/);
    assert.ok(existsSync(folder));
  });

  it('nothing when a result is to be shown: it is selected in the explorer', async function () {
    if (!hasWindow) this.skip();
    await run('revealResult', vscode.Uri.file(folder));
    const selected = '.explorer-folders-view .monaco-list-row.selected';
    await until(async () => (await read('workbench', selected)).join().trim() === 'mine', 'it is selected');
    assert.deepEqual(told, []);
  });

  it('which image is missing, where it was and what to do, when a panel’s image has moved', async () => {
    await run('openResult', folder);
    const isInFront = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'mine';
    await until(isInFront, 'the panel is in front');
    const elsewhere = join(workspace, 'elsewhere.png');
    renameSync(image, elsewhere);
    try {
      await until(async () => {
        told = [];
        const analyses = await run<readonly ImageAnalysis[]>('analyseImage');
        return analyses === undefined && told.some((message) => message.includes(`is not at ${image}`));
      }, 'it says that the image is missing');
      assert.match(
        told.join(),
        /The image mine\.png of the result mine.*Put it back.*open it where it is now/,
      );
    } finally {
      renameSync(elsewhere, image);
    }
  });
});
