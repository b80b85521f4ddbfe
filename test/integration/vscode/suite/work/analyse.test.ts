// The extension in a real VS Code: it analyses what is open, as the command line does, and survives its engine.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';
import { until } from '../window.js';

describe('DeepLIIF in VS Code', () => {
  const extension = vscode.extensions.getExtension('deepliif.deepliif')!;
  const workspace = vscode.workspace.workspaceFolders![0]!.uri;
  const image = vscode.Uri.joinPath(workspace, 'tile.png');
  const resultFolder = vscode.Uri.joinPath(workspace, 'deepliif-results', 'tile').fsPath;

  const analyse = (...args: unknown[]) =>
    vscode.commands.executeCommand<readonly ImageAnalysis[]>('deepliif.analyseImage', ...args);
  const scoringIn = (folder: string): unknown =>
    JSON.parse(readFileSync(join(folder, 'scoring.json'), 'utf8'));

  afterEach(() => rmSync(dirname(resultFolder), { recursive: true, force: true }));

  it('starts no engine before an analysis needs it', async () => {
    await extension.activate();
    assert.deepEqual(enginesRunning(), []);
  });

  it('has every command that it promises', async () => {
    const { contributes } = extension.packageJSON as {
      contributes: { commands: readonly { readonly command: string }[] };
    };
    const registered = await vscode.commands.getCommands(true);
    for (const { command } of contributes.commands) assert.ok(registered.includes(command), command);
  });

  it('analyses the image in the preview as the command line does, and opens the result', async () => {
    await vscode.commands.executeCommand('vscode.open', image);
    await until(() => activeInput() instanceof vscode.TabInputCustom, 'the image preview is open');
    const [analysis] = await analyse();
    assert.equal(analysis!.folder, resultFolder);
    assert.deepEqual(scoringIn(resultFolder), commandLineScoring());
    assert.deepEqual(analysis!.scoring, { Seg: scoringIn(resultFolder) });
    for (const file of ['result.json', 'cells.json', 'dapi.png', 'Seg.png', 'SegRefined.png'])
      assert.ok(existsSync(join(resultFolder, file)), file);
    await until(() => activeInput() instanceof vscode.TabInputWebview, 'the result panel is in front');
    assert.match((activeInput() as vscode.TabInputWebview).viewType, /deepliif\.result$/);
  });

  it('analyses what is selected in the explorer', async () => {
    const [analysis] = await analyse(image, [image]);
    assert.equal(basename(analysis!.folder), 'tile');
    assert.ok(existsSync(join(resultFolder, 'SegOverlaid.png')));
  });

  it('analyses the images of a folder', async () => {
    const analyses = await analyse(workspace, [workspace]);
    assert.deepEqual(
      analyses.map(({ name }) => name),
      ['tile'],
    );
  });

  it('says so, and leaves nothing, when there is nothing to analyse', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(await analyse(), undefined);
    assert.ok(!existsSync(dirname(resultFolder)));
  });

  it('takes the backend from the settings', async () => {
    const settings = vscode.workspace.getConfiguration('deepliif');
    await settings.update('backend', 'wasm', vscode.ConfigurationTarget.Global);
    try {
      const [analysis] = await analyse(image);
      assert.equal(analysis!.backend.id, 'wasm');
    } finally {
      await settings.update('backend', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('starts its engine again when that was killed', async () => {
    const [killed] = enginesRunning();
    process.kill(killed!, 'SIGKILL');
    await until(() => enginesRunning().some((pid) => pid !== killed), 'another engine runs');
    const [analysis] = await analyse(image);
    assert.ok(existsSync(analysis!.folder));
  });

  it('restarts its engine on request', async () => {
    const [before] = enginesRunning();
    await vscode.commands.executeCommand('deepliif.restartEngine');
    const after = enginesRunning();
    assert.equal(after.length, 1);
    assert.notEqual(after[0], before);
    const [analysis] = await analyse(image);
    assert.ok(existsSync(analysis!.folder));
  });

  function activeInput(): unknown {
    return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  }

  /** Scores of the same image by `deepliif infer`, with the model of the settings. */
  function commandLineScoring(): unknown {
    const out = mkdtempSync(join(tmpdir(), 'deepliif-cli-'));
    try {
      const cli = join(extension.extensionPath, 'dist/cli.js');
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
      const model = vscode.workspace.getConfiguration('deepliif').get<string>('model')!;
      const args = ['infer', image.fsPath, '--model', model, '--out', out, '--json'];
      execFileSync(process.execPath, [cli, ...args], { env });
      return scoringIn(join(out, 'tile'));
    } finally {
      rmSync(out, { recursive: true });
    }
  }

  /** Process ids of this extension host's engines. */
  function enginesRunning(): number[] {
    const script = join(extension.extensionPath, 'dist/engine.js');
    return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
      .filter(([, , parent, command]) => Number(parent) === process.pid && command!.includes(script))
      .map(([, pid]) => Number(pid));
  }
});
