// A sweep in a real VS Code: from the configuration of a training over "New Sweep…", its lens and its view to the
// configuration of a training with the best values.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { pngBytes } from '../../../../../engine/images/pngStream.js';
import type { PixelSource } from '../../../../../engine/images/pixelSource.js';
import { readListedSweep } from '../../../../../engine/reading/glanceSweep.js';
import { hasWindow, read, until } from '../window.js';

const SIDE_PX = 32;
/** Several processes start and train one after the other. */
const PATIENCE_S = 120;

describe('a sweep', () => {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri;
  const place = (name: string) => join(workspace.fsPath, name);
  const training = vscode.Uri.file(place('swept.deepliif-train.json'));
  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`deepliif.${command}`, ...args);
  const lensesOf = async (file: string) => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      vscode.Uri.file(file),
    );
    return lenses.map(({ command }) => command?.title ?? '');
  };
  let config = '';
  let folder = '';

  before(async () => {
    mkdirSync(place('swept-data/train'), { recursive: true });
    writeFileSync(place('swept-data/train/a.png'), await noisePng(3 * SIDE_PX, SIDE_PX));
    const options = {
      ...{ name: 'swept', data: 'swept-data', backend: 'cpu', modalitiesNames: ['dapi'], nEpochs: 1 },
      ...{ netG: 'resnet_1blocks', netGs: 'unet_32', ngf: 1, ndf: 1, nLayersD: 1, nEpochsDecay: 0 },
    };
    writeFileSync(training.fsPath, `// small\n${JSON.stringify(options)}`);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const path of [training.fsPath, config, place('swept-data'), place('runs')])
      if (path !== '') rmSync(path, { recursive: true, force: true });
    rmSync(place('swept-sweep-best.deepliif-train.json'), { force: true });
  });

  it('is written around the values of a training, with comments', async () => {
    config = (await run<string>('newSweep', training, { parameters: ['lrG'] }))!;
    assert.equal(basename(config), 'swept-sweep.deepliif-sweep.json');
    const editor = vscode.window.activeTextEditor!;
    assert.equal(editor.document.uri.fsPath, config);
    assert.equal(editor.document.languageId, 'jsonc');
    assert.match(editor.document.getText(), /"lrG": \{ "low": 0\.00002, "high": 0\.001, "log": true \}/);
    assert.deepEqual(await lensesOf(config), ['$(play) Start Sweep']);
  });

  it('starts from its lens, is in the view with its trials, and ends by itself', async () => {
    const text = readFileSync(config, 'utf8').replace('"trials": 50', '"trials": 2');
    writeFileSync(config, text);
    folder = (await run<string>('startSweep', vscode.Uri.file(config)))!;
    assert.match(basename(folder), /-swept-sweep$/);
    await until(
      async () => (await readListedSweep(folder))?.status === 'ended',
      'the sweep ends',
      PATIENCE_S,
    );
    const sweep = (await readListedSweep(folder))!;
    assert.deepEqual(
      [sweep.counts.complete, sweep.runs.length],
      [2, 2],
      readFileSync(join(folder, 'sweep.log'), 'utf8'),
    );
    assert.equal(sweep.ended?.reason, 'It has tried 2 trials, as asked.');
    await until(async () => (await lensesOf(config)).some((lens) => lens.includes('Apply')), 'its lenses');
    if (!hasWindow) return;
    await vscode.commands.executeCommand('deepliif.sweeps.focus');
    const row = '.pane-body .monaco-list-row[aria-label*="swept-sweep, "]';
    const rows = async () => (await read('workbench', row)).join(' ');
    await until(async () => (await rows()).includes('ended · 2/2 trials · best'), 'the view shows its end');
    await vscode.commands.executeCommand('notifications.showList');
    const told = async () => (await read('workbench', '.notifications-center')).join(' ');
    await until(async () => (await told()).includes('Sweep swept-sweep has ended'), 'its end is told');
  });

  it('gives the configuration of a training with the best values', async () => {
    const file = await run<string>('startBest', vscode.Uri.file(folder));
    assert.equal(basename(file), 'swept-sweep-best.deepliif-train.json');
    const text = vscode.window.activeTextEditor!.document.getText();
    assert.match(
      text,
      /\/\/ Values of trial \d of the sweep swept-sweep: val\/segmentation\/l1 .*\n {2}"lrG": /,
    );
    assert.match(text, /200 epochs; the trial had 1\./);
    assert.ok((await lensesOf(file)).includes('$(play) Start Training'));
  });
});

async function noisePng(width: number, height: number): Promise<Uint8Array> {
  const source: PixelSource = {
    ...{ width, height, channels: 3 },
    read: (x, y, w, h) =>
      Promise.resolve({
        ...{ width: w, height: h, channels: 3 },
        data: Uint8Array.from({ length: 3 * w * h }, (_, i) => ((i + x + y) * (i + 7)) % 251),
      }),
    close: () => Promise.resolve(),
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of pngBytes(source)) pieces.push(piece);
  return Buffer.concat(pieces);
}
