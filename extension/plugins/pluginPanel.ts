// Panel of a plug-in: our frame around its script. The policy of the page lets it run that script and load files of the
// plug-in's folder only; it reaches no other file and no network. It gets the record as data, and again when it changes.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { finite, stored, tuple } from '../../engine/protocol/shape.js';
import type { PanelMessage } from '../api/index.js';
import type { EngineContext } from '../engine/engine.js';
import { messageReader, type ShapesOf } from '../panels/checkedMessage.js';
import { FolderPage, type FrameContext } from '../panels/folderPage.js';
import { COMMANDS, PLUGIN_PANEL } from '../workbench/ids.js';
import { recordData, type RecordKind } from './recordData.js';

/** Panel that a plug-in declares or an extension registers. */
export interface PanelRow {
  readonly id: string;
  readonly title: string;
  readonly of: RecordKind;
  /** Name of the plug-in for people. */
  readonly plugin: string;
  /** Absolute path of the folder that the page may read. */
  readonly folder: string;
  /** Paths within that folder. */
  readonly script: string;
  readonly style?: string;
}

/** Message of the page of a plug-in beyond those of every page. */
interface LookIntent {
  readonly type: 'openViewer';
  readonly sight?: readonly [number, number, number, number];
}

const INTENTS: ShapesOf<LookIntent> = {
  openViewer: stored({}, { sight: tuple(finite, finite, finite, finite) }),
};

/** Opens a panel about the record in a folder (absolute path). */
export async function openPluginPanel(
  context: FrameContext & Pick<EngineContext, 'engine'>,
  row: PanelRow,
  folder: string,
): Promise<void> {
  const first = await messageOf(context, row, folder); // a broken record opens no panel
  const title = `${row.title}: ${basename(folder)}`;
  const panel = vscode.window.createWebviewPanel(PLUGIN_PANEL, title, vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [],
  });
  const page: FolderPage<PanelMessage, LookIntent> = new FolderPage<PanelMessage, LookIntent>(
    panel.webview,
    context,
    {
      bundle: vscode.Uri.file(row.folder),
      script: row.script,
      ...(row.style === undefined ? {} : { styles: row.style }),
      read: messageReader<LookIntent>(INTENTS),
      forLooking: ['openViewer'],
    },
    {
      act: ({ sight }) => {
        if (row.of === 'result')
          return vscode.commands.executeCommand(
            COMMANDS.openResult,
            vscode.Uri.file(folder),
            undefined,
            sight,
          );
        const command = row.of === 'run' ? COMMANDS.openDashboard : COMMANDS.openSweepDashboard;
        return vscode.commands.executeCommand(command, vscode.Uri.file(folder));
      },
      refresh: async () => page.show(await messageOf(context, row, folder)),
    },
  );
  panel.onDidDispose(() => page.dispose());
  page.load([]);
  page.show(first);
  page.follow([folder]);
}

async function messageOf(
  { engine }: Pick<EngineContext, 'engine'>,
  { id, of }: PanelRow,
  folder: string,
): Promise<PanelMessage> {
  return { type: 'show', api: 1, panel: id, data: await recordData(engine, of, folder) };
}
