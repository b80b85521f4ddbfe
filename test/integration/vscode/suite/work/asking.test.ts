// Questions and messages for users. VS Code shows no dialogs in its tests, so they are caught here, and answered.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';
import { hasWindow, read, until } from '../window.js';

describe('DeepLIIF asks and tells', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const image = join(workspace, 'mine.png');
  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T | undefined>(`deepliif.${command}`, ...args);
  const { showWarningMessage, showErrorMessage, showQuickPick, setStatusBarMessage } = vscode.window;
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
  afterEach(() =>
    Object.assign(vscode.window, {
      ...{ showWarningMessage, showErrorMessage, showQuickPick, setStatusBarMessage },
    }),
  );
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
    assert.match(told.join(), /not a result/);
    assert.ok(existsSync(folder));
  });

  it('nothing when a result is to be shown: it is selected in the explorer', async function () {
    if (!hasWindow) this.skip();
    await run('revealResult', vscode.Uri.file(folder));
    const selected = '.explorer-folders-view .monaco-list-row.selected';
    await until(async () => (await read('workbench', selected)).join().trim() === 'mine', 'it is selected');
    assert.deepEqual(told, []);
  });

  it('once for the magnification of a folder whose images do not say it, and does nothing without an answer', async () => {
    const settings = vscode.workspace.getConfiguration('deepliif');
    const tilePx = settings.get<number>('tilePx');
    const slides = join(workspace, 'slides');
    mkdirSync(slides);
    cpSync(join(workspace, 'tile.png'), join(slides, 'silent.png'));
    const analyse = () => run<readonly ImageAnalysis[]>('analyseImage', vscode.Uri.file(slides));
    const answer = (label: string | undefined) =>
      Object.assign(vscode.window, {
        showQuickPick: (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
          asked.push(options.title!);
          return Promise.resolve(items.find((item) => item.label === label));
        },
        setStatusBarMessage: (message: string) => void told.push(message),
      });
    await settings.update('tilePx', 0, vscode.ConfigurationTarget.Global);
    try {
      answer(undefined);
      assert.equal(await analyse(), undefined);
      assert.match(told.join(), /no magnification was chosen for the images in .*slides/);
      answer('20x');
      for (let i = 0; i < 2; i++) {
        const [analysis] = (await analyse())!;
        const record = readFileSync(join(analysis!.folder, 'result.json'), 'utf8');
        const { scale } = JSON.parse(record) as { readonly scale: unknown };
        assert.deepEqual(scale, { basis: 'folder', mpp: 0.5, modelMpp: 0.25 });
        assert.equal(analysis!.scale.tilePx, 256);
      }
      assert.deepEqual(asked, Array(2).fill('Magnification of the images in slides'));
      answer('Forget 0.5 µm per pixel');
      await run('setMagnification', vscode.Uri.file(slides));
      answer(undefined);
      assert.equal(await analyse(), undefined);
    } finally {
      await settings.update('tilePx', tilePx, vscode.ConfigurationTarget.Global);
      rmSync(slides, { recursive: true });
    }
  }).timeout(60_000);

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
