// What a page's intents do. Whatever writes is the engine's doing and needs a trusted workspace; where a file goes,
// the user says in a dialog.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { RescoreParams } from '../../engine/protocol/requests.js';
import type { Correction } from '../../engine/protocol/result.js';
import { requireTrust } from '../workbench/commandTable.js';
import { exportResult } from '../results/exportResult.js';
import { missingImage } from '../results/missingImage.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { latestInTurn } from './latestInTurn.js';
import type { PageContext, PageIntent, ViewerPage } from './viewerPage.js';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47];

/** Writes to one result follow one another; of several that wait for the same, the last is carried out. */
const writes = latestInTurn();

/** Carries out what is the same for panels and editors; panes are added and closed by their owner. */
export async function actOn(
  context: PageContext,
  page: ViewerPage,
  intent: Exclude<PageIntent, { readonly type: 'addPane' | 'closePane' }>,
): Promise<void> {
  switch (intent.type) {
    case 'rescore':
      await rescore(context, { folder: intent.pane, thresholds: intent.thresholds });
      return page.refresh();
    case 'correct':
      await correct(context, intent.pane, intent.map, intent.corrections);
      return page.refresh();
    case 'export':
      requireTrust();
      await exportResult(context.engine, intent.pane, intent.cutoffs);
      return;
    case 'saveView':
      return saveView(intent.name, intent.png);
    case 'analyse':
      return analyse(page, intent.pane);
    case 'failed':
      context.log.error(`Page: ${intent.message}`);
      if (intent.show) void vscode.window.showErrorMessage(`DeepLIIF: ${intent.message}`);
      return;
  }
}

/** Scores a result again and keeps that. */
export async function rescore({ engine }: PageContext, params: RescoreParams): Promise<void> {
  requireTrust();
  const options = { location: vscode.ProgressLocation.Window, title: 'DeepLIIF: scoring again' };
  await writes(params.folder, 'rescore', async () => {
    await vscode.window.withProgress(options, () => engine.request('result/rescore', params));
  });
}

async function correct(
  { engine }: PageContext,
  folder: string,
  map: string,
  corrections: readonly Correction[],
): Promise<void> {
  requireTrust();
  await writes(folder, `correct ${map}`, () =>
    engine.request('result/correct', { folder, map, corrections }),
  );
}

async function saveView(name: string, png: Uint8Array): Promise<void> {
  if (!PNG_SIGNATURE.every((byte, i) => png[i] === byte))
    throw new EngineError(
      'usage',
      'The page made no PNG file of its view. Look into the log, and try again.',
    );
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const stem = name.replace(/[^\p{L}\p{N} _.-]+/gu, '_').replace(/\.png$/i, '') || 'view';
  // Not the name of the image itself, which may lie there.
  const file = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `${stem}-view.png`) } : {}),
    filters: { 'PNG picture': ['png'] },
    title: `Save the view of ${name}`,
  });
  if (!file) return;
  await vscode.workspace.fs.writeFile(file, png);
  void offerToOpen(`The view was saved as ${basename(file.fsPath)}.`, file);
}

async function analyse(page: ViewerPage, pane: string): Promise<void> {
  const shown = page.panes.find((one) => one.pane.id === pane);
  const image = shown?.pane.kind === 'image' ? pane : shown?.image;
  if (image === undefined) throw missingImage(basename(pane), shown?.imagePlace ?? pane);
  await vscode.commands.executeCommand('deepliif.analyseImage', vscode.Uri.file(image));
}

async function offerToOpen(message: string, file: vscode.Uri): Promise<void> {
  const answer = await vscode.window.showInformationMessage(message, 'Open', 'Reveal');
  if (answer === 'Open') await vscode.commands.executeCommand('vscode.open', file);
  if (answer === 'Reveal') await revealFolder(file);
}
