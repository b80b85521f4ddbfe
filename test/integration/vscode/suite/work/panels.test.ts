// Panels and the image editor in a real VS Code. test/ui checks what their pages draw.

import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';
import { answer, click, count, hasWindow, read, readInput, until } from '../window.js';

describe('DeepLIIF panels in VS Code', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri;
  const image = vscode.Uri.joinPath(workspace, 'tile.png');
  let folder: string;

  before(async () => {
    const analyses = await vscode.commands.executeCommand<readonly ImageAnalysis[]>(
      'deepliif.analyseImage',
      image,
    );
    folder = analyses[0]!.folder;
  });
  beforeEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  const openResult = (...args: unknown[]) =>
    vscode.commands.executeCommand<readonly string[] | undefined>('deepliif.openResult', ...args);

  it('open a result by its folder, its path or its result.json', async () => {
    const ways = [vscode.Uri.file(folder), folder, vscode.Uri.file(join(folder, 'result.json'))];
    for (const way of ways) {
      assert.deepEqual(await openResult(way), [folder]);
      await until(() => panelTitles().includes('tile'), 'the panel is open');
    }
    assert.deepEqual(panelTitles(), ['tile'], 'one panel for one result');
  });

  it('show the layers and the scores of their result', async function () {
    if (!hasWindow) this.skip();
    await openResult(folder);
    const layers = (await read('webview', '.sidebar')).join(' ');
    for (const layer of ['IHC', 'Hematoxylin', 'DAPI', 'LAP2β', 'Marker', 'Segmentation', 'Refined mask'])
      assert.ok(layers.includes(layer), `${layer} among ${layers}`);
  });

  for (const [format, title, isSo] of [
    ['csv', 'Cells as CSV', (text: string) => text.startsWith('map,cell,id,')],
    ['tsv', 'Cells as TSV', (text: string) => text.startsWith('map\tcell\tid\t')],
    [
      'geojson',
      'Cells as GeoJSON',
      (text: string) => (JSON.parse(text) as { type: string }).type === 'FeatureCollection',
    ],
    ['json', 'Scores as JSON', (text: string) => text.includes('num_total')],
    ['html', 'Report as HTML', (text: string) => text.startsWith('<!doctype html>')],
  ] as const)
    it(`export their result as ${format}`, async function () {
      if (!hasWindow) this.skip();
      await openResult(folder);
      const file = join(workspace.fsPath, `exported.${format}`);
      await click('webview', '[aria-label^="Export"]');
      await click('workbench', `.quick-input-widget:visible .monaco-list-row:has-text("${title}")`);
      // It puts a name in by and by; what is typed before would be lost.
      const dialog = '.quick-input-widget:visible input:not([type=checkbox])';
      const name = async () => readInput('workbench', dialog);
      await until(async () => (await name()).endsWith(`tile.${format}`), 'it asks where');
      // The dialog takes no path while it reads a folder: the test repeats one that was not taken.
      const answered = async () => {
        if (existsSync(file) || (await count('workbench', dialog)) === 0) return true;
        await answer('workbench', dialog, file);
        return false;
      };
      await until(answered, 'it takes the answer');
      await until(() => existsSync(file), `${file} is there`);
      assert.ok(isSo(readFileSync(file, 'utf8')), readFileSync(file, 'utf8').slice(0, 300));
    });

  it('say so when their result is renamed or deleted', async function () {
    if (!hasWindow) this.skip();
    for (const end of ['renamed', 'deleted']) {
      const copy = join(dirname(folder), end);
      cpSync(folder, copy, { recursive: true });
      await openResult(copy);
      await read('webview', '.sidebar');
      if (end === 'renamed')
        await vscode.commands.executeCommand('deepliif.renameResult', vscode.Uri.file(copy), 'new name');
      else rmSync(copy, { recursive: true });
      // Its cells, if they were still being read, cannot be read either.
      const saysSo = async () =>
        (await read('webview', '[role=alert]')).join(' ').includes('is not there any more');
      await until(saysSo, `it says that its result is ${end}`);
      assert.deepEqual(panelTitles(), [end]);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('show what becomes of their result on disk', async function () {
    if (!hasWindow) this.skip();
    await openResult(folder);
    await read('webview', '.sidebar');
    const file = join(folder, 'dapi.png');
    const dapi = readFileSync(file);
    rmSync(file);
    assert.match((await read('webview', '[role=alert]')).join(' '), /dapi\.png is missing/);
    writeFileSync(file, dapi);
    await until(
      async () => !(await read('webview', 'main')).join(' ').includes('missing'),
      'it is shown again',
    );
  });

  it('open nothing that is no result', async () => {
    assert.equal(await openResult(workspace), undefined);
    assert.deepEqual(panelTitles(), []);
  });

  it('compare results side by side', async () => {
    const other = join(dirname(folder), 'other');
    cpSync(folder, other, { recursive: true });
    const chosen = [vscode.Uri.file(folder), vscode.Uri.file(other)];
    await vscode.commands.executeCommand('deepliif.compareResults', chosen[0], chosen);
    await until(() => panelTitles().includes('tile | other'), 'the panel is open');
    rmSync(other, { recursive: true });
  });

  it('score a result again, and keep that', async () => {
    await vscode.commands.executeCommand('deepliif.rescore', {
      folder,
      thresholds: { resolution: '40x', sizeThreshold: 200 },
    });
    assert.equal(scoring().size_thresh, 200);
    await vscode.commands.executeCommand('deepliif.rescore', { folder, thresholds: { resolution: '40x' } });
    assert.notEqual(scoring().size_thresh, 200);
  });

  it('refuse to score with what are no thresholds', async () => {
    const before = scoring();
    const thresholds = { resolution: '40x', segThreshold: 'high' };
    assert.equal(await vscode.commands.executeCommand('deepliif.rescore', { folder, thresholds }), undefined);
    assert.deepEqual(scoring(), before);
  });

  it('open for re-scoring', async () => {
    await vscode.commands.executeCommand('deepliif.rescore', vscode.Uri.file(folder));
    await until(() => panelTitles().includes('tile'), 'the panel is open');
  });

  it('are what "Analyse Image" takes its image from', async () => {
    await openResult(folder);
    await until(() => panelIsActive(), 'the panel is active');
    const analyses = await vscode.commands.executeCommand<readonly ImageAnalysis[]>('deepliif.analyseImage');
    assert.deepEqual(
      analyses.map((analysis) => analysis.folder),
      [folder],
    );
  });

  it('show an image in an editor of their own, which can be analysed', async () => {
    await vscode.commands.executeCommand('vscode.openWith', image, 'deepliif.imageViewer');
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'deepliif.imageViewer');
    const analyses = await vscode.commands.executeCommand<readonly ImageAnalysis[]>('deepliif.analyseImage');
    assert.ok(existsSync(analyses[0]!.folder));
  });

  it('say what they cannot show, and stay open', async () => {
    const slide = vscode.Uri.joinPath(workspace, 'broken.svs');
    writeFileSync(slide.fsPath, 'no slide');
    await vscode.commands.executeCommand('vscode.openWith', slide, 'deepliif.imageViewer');
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    rmSync(slide.fsPath);
  });

  function scoring(): { readonly size_thresh: number } {
    return JSON.parse(readFileSync(join(folder, 'scoring.json'), 'utf8')) as { size_thresh: number };
  }

  function panels(): readonly vscode.Tab[] {
    return vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(
        ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('deepliif.result'),
      );
  }

  function panelTitles(): readonly string[] {
    return panels().map(({ label }) => label);
  }

  function panelIsActive(): boolean {
    return panels().some(({ isActive }) => isActive);
  }
});
