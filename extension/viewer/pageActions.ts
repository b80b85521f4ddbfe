// Actions of a page with panes that are the same in panels and editors. The engine does all writing; the user says in a
// dialog where a file goes.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RescoreParams } from '../../engine/protocol/requests.js';
import { saveFile } from '../panels/saveFile.js';
import { exportResult } from '../results/exportResult.js';
import { missingImage } from '../results/missingImage.js';
import { COMMANDS } from '../workbench/ids.js';
import { latestInTurn } from './latestInTurn.js';
import type { PaneIntent, ViewerContext, ViewerPage } from './viewerPage.js';

/** Writes to one result follow one another; of several that wait for the same, the last is carried out. */
const writes = latestInTurn();

/** Panes are added and closed by the owner of the page. */
export async function actOn(
  context: ViewerContext,
  page: ViewerPage,
  intent: Exclude<PaneIntent, { readonly type: 'addPane' | 'closePane' }>,
): Promise<void> {
  switch (intent.type) {
    case 'rescore':
      await rescore(context, { folder: intent.pane, thresholds: intent.thresholds });
      return page.refresh();
    case 'correct': {
      const { pane: folder, map, corrections } = intent;
      await writes(folder, `correct ${map}`, () =>
        context.engine.request('result/correct', { folder, map, corrections }),
      );
      return page.refresh();
    }
    case 'export':
      await exportResult(context.engine, intent.pane, intent.cutoffs);
      return;
    case 'saveView':
      return saveFile({
        bytes: intent.png,
        // The image itself may lie in the proposed folder: its name is taken.
        stem: `${intent.name.replace(/\.png$/i, '')}-view`,
        format: 'png',
        title: vscode.l10n.t('Save the view of {0}', intent.name),
      });
    case 'analyse':
      return analyse(page, intent.pane);
  }
}

/** Scores a result again and keeps that. */
export async function rescore({ engine }: ViewerContext, params: RescoreParams): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('DeepLIIF: scoring again'),
  };
  await writes(params.folder, 'rescore', async () => {
    await vscode.window.withProgress(options, () => engine.request('result/rescore', params));
  });
}

async function analyse(page: ViewerPage, pane: string): Promise<void> {
  const shown = page.panes.find((one) => one.pane.id === pane);
  const image = shown?.pane.kind === 'image' ? pane : shown?.image;
  if (image === undefined) throw missingImage(basename(pane), shown?.imagePlace ?? pane);
  await vscode.commands.executeCommand(COMMANDS.analyseImage, vscode.Uri.file(image));
}
