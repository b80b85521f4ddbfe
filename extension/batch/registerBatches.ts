// Batches as VS Code knows them: their panel, the command that opens one, and what an analysis of several images needs.
// Light, since it is part of every start; the page is loaded when it is to be shown (decision 0011).

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import { listBatches, type ListedBatch } from '../../engine/reading/batchRecord.js';
import type { EngineContext } from '../engine/engine.js';
import { countsInWords } from '../inference/batchSummary.js';
import { runAnalyses, type AnalysisContext } from '../inference/runAnalyses.js';
import type { FrameContext } from '../panels/folderPage.js';
import { registerFolderPanels, type PanelKind } from '../panels/folderPanels.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS, PANELS } from '../workbench/ids.js';
import { createBatches, requestOf } from './batches.js';
import type { BatchPage } from './batchPage.js';

/** Batches that the command lists. */
const MOST_LISTED = 50;

export interface BatchPanels extends vscode.Disposable {
  readonly batchStarts: AnalysisContext['batchStarts'];
  readonly commands: Pick<CommandTable, typeof COMMANDS.openBatch>;
}

/** `analysis`: what analyses images again. `folders`: folders of results. */
export function registerBatches(
  context: FrameContext & Pick<EngineContext, 'engine'>,
  analysis: () => AnalysisContext,
  folders: () => readonly string[],
): BatchPanels {
  const batches = createBatches(context);
  const writeCsv = async (file: string) => {
    try {
      const { csvBeside, writeBatchCsv } = await import('./batchPage.js');
      await writeBatchCsv(file, await batches.read(file), csvBeside(file));
    } catch (thrown) {
      context.log.error(asError(thrown).message);
    }
  };
  const again = async (file: string, images: readonly number[]) => {
    if (batches.running(file)) return;
    const batch = await batches.read(file);
    const known = images.filter((image) => image < batch.images.length);
    const requests = known.map((image) => requestOf(file, batch.images[image]!));
    const { stopped } = await runAnalyses(
      analysis(),
      () => Promise.resolve(requests),
      () => Promise.resolve(batches.watch(file, batch, known, () => writeCsv(file))),
    );
    const isOfOne =
      known.length === 1 && stopped !== undefined && 'code' in stopped && stopped.code !== 'cancelled';
    if (stopped && !isOfOne) throw stopped;
  };
  const kind: PanelKind<BatchPage> = {
    viewType: PANELS.batch,
    title: ([file]) => vscode.l10n.t('Batch {0}', timeOf(file ?? '')),
    saved: { field: 'batches', most: 1 },
    panels: 'each',
    check: (file) => batches.read(file),
    load: async () => {
      const { BatchPage } = await import('./batchPage.js');
      return ({ webview }, shown) => new BatchPage(webview, { ...context, batches, again }, shown);
    },
  };
  const panels = registerFolderPanels(context, kind);
  return {
    batchStarts: async (requests, notes) => {
      const { file, batch } = await batches.begin(requests, notes);
      const watch = batches.watch(file, batch, [...batch.images.keys()], () => writeCsv(file));
      await panels.open([file]);
      return watch;
    },
    commands: {
      [COMMANDS.openBatch]: async (given?: unknown) => {
        const file = given instanceof vscode.Uri ? given.fsPath : await pickBatch(folders());
        if (file !== undefined) await panels.open([file]);
        return file;
      },
    },
    dispose: () => void panels.dispose(),
  };
}

/** @throws EngineError `usage` if there is none */
async function pickBatch(folders: readonly string[]): Promise<string | undefined> {
  const found = await listBatches(folders, MOST_LISTED);
  if (found.length === 0)
    throw new EngineError(
      'usage',
      vscode.l10n.t('There are no batches yet. Select several images or a folder, and analyse them.'),
    );
  const choices = found.map((one) => ({
    label: timeOf(one.file),
    description: descriptionOf(one),
    detail: one.file,
    file: one.file,
  }));
  const picked = await vscode.window.showQuickPick(choices, {
    placeHolder: vscode.l10n.t('Which batch?'),
    matchOnDetail: true,
  });
  return picked?.file;
}

function descriptionOf({ batch, problem }: ListedBatch): string {
  if (!batch) return problem ?? '';
  const count = (state: string) => batch.images.filter((image) => image.state === state).length;
  return countsInWords({ done: count('done'), failed: count('failed'), chosen: batch.images.length });
}

/** "2026-11-30 08:49", in the user's time, by the name of the record. */
function timeOf(file: string): string {
  const [, day, hour, minute] = /^batch-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)/.exec(basename(file)) ?? [];
  if (day === undefined) return basename(file);
  const time = new Date(`${day}T${hour}:${minute}:00Z`);
  const digits = (value: number) => String(value).padStart(2, '0');
  return (
    `${time.getFullYear()}-${digits(time.getMonth() + 1)}-${digits(time.getDate())} ` +
    `${digits(time.getHours())}:${digits(time.getMinutes())}`
  );
}
