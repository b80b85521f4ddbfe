// Host's side of the panel of a batch: the record and the results go down, intents come up.

import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Batch } from '../../engine/protocol/batch.js';
import { pathOfBatch } from '../../engine/reading/batchRecord.js';
import { writeCsv } from '../../engine/reading/csv.js';
import type { ListedResult } from '../../engine/reading/listResults.js';
import type { BatchDown, ShownImage } from '../../webview/messages/batch.js';
import { FolderPage, type FrameContext, type PageKind } from '../panels/folderPage.js';
import type { PanelContent } from '../panels/folderPanels.js';
import { COMMANDS } from '../workbench/ids.js';
import { offerToOpen } from '../workbench/offerToOpen.js';
import { settingsFor } from '../workbench/userSettings.js';
import { batchCsv } from './batchCsv.js';
import { readBatchMessage, type BatchIntent } from './batchIntents.js';
import { rowReader } from './batchRows.js';
import type { Batches } from './batches.js';
import { shownImage } from './shownImage.js';

const BATCH_PAGE: PageKind<BatchIntent> = {
  script: 'batch.js',
  styles: 'batch.css',
  read: readBatchMessage,
  forLooking: ['open', 'cancel'],
};

export interface BatchPageContext extends FrameContext {
  readonly batches: Batches;
  /** Analyses images of a batch again. */
  readonly again: (file: string, images: readonly number[]) => Promise<void>;
}

export class BatchPage implements PanelContent {
  readonly #page: FolderPage<BatchDown, BatchIntent>;
  readonly #context: BatchPageContext;
  readonly #shown: () => void;
  readonly #rows = rowReader();
  #pictures = new WeakMap<ListedResult, ShownImage>();
  #file: string | undefined;
  #stopFollowing: () => void = () => undefined;
  #reading: Promise<void> | undefined;
  #readAgain = false;
  #disposed = false;

  constructor(webview: vscode.Webview, context: BatchPageContext, shown: () => void) {
    this.#context = context;
    this.#shown = shown;
    this.#page = new FolderPage(webview, context, BATCH_PAGE, {
      act: (intent) => this.#act(intent),
      refresh: () => this.refresh(),
    });
  }

  get folders(): readonly string[] {
    return this.#file === undefined ? [] : [this.#file];
  }

  async show([file]: readonly string[]): Promise<void> {
    if (file === undefined) return;
    if (file !== this.#file) {
      this.#file = file;
      this.#stopFollowing();
      this.#stopFollowing = this.#context.batches.follow(file, {
        changed: () => void this.refresh(),
        progress: (running) => this.#page.post({ type: 'progress', running }),
      });
      this.#page.follow([dirname(file)]);
    }
    await this.refresh();
    this.#shown();
  }

  /** Reads the record and its results again, one reading after the other. */
  async refresh(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = (async () => {
      do {
        this.#readAgain = false;
        await this.#refreshNow().catch((thrown) => this.#context.log.warn(String(thrown)));
      } while (this.#readAgain && !this.#disposed);
    })().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopFollowing();
    this.#page.dispose();
  }

  async #refreshNow(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    const { batches } = this.#context;
    const batch = await batches.read(file);
    const folders = [dirname(file), ...this.#otherFolders(file, batch)];
    this.#page.load(folders);
    const rows = await this.#rows(file, batch);
    const reading = {
      uriOf: (path: string, version: string) => this.#page.uriOf(path, version),
      mayServe: (folder: string) => folders.some((one) => dirname(folder) === one),
    };
    const images = await Promise.all(
      rows.map(async (row) => {
        const before = row.result && this.#pictures.get(row.result);
        if (before) return before;
        const shown = await shownImage(row, reading);
        if (row.result) this.#pictures.set(row.result, shown);
        return shown;
      }),
    );
    if (this.#disposed || file !== this.#file) return;
    const startedMs = Date.parse(batch.createdAt);
    const running = batches.running(file);
    this.#page.show({
      type: 'show',
      state: {
        trusted: vscode.workspace.isTrusted,
        file,
        ...(Number.isNaN(startedMs) ? {} : { startedMs }),
        notes: batch.notes,
        images,
        ...(running ? { running } : {}),
      },
    });
  }

  /** Folders of results beyond that of the record. A record can name any folder: only trusted places are opened to the page. */
  #otherFolders(file: string, { images }: Batch): readonly string[] {
    const named = new Set(images.map(({ into }) => pathOfBatch(file, into) ?? dirname(file)));
    const isTrusted = (folder: string) =>
      vscode.workspace.isTrusted ||
      vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined;
    return [...named].filter((folder) => folder !== dirname(file) && isTrusted(folder));
  }

  async #act(intent: BatchIntent): Promise<unknown> {
    const file = this.#file;
    if (file === undefined) return undefined;
    const { batches, again } = this.#context;
    switch (intent.type) {
      case 'open': {
        const entry = (await batches.read(file)).images[intent.image];
        const folder = entry?.folder === undefined ? undefined : pathOfBatch(file, entry.folder);
        if (folder === undefined) return undefined;
        return vscode.commands.executeCommand(COMMANDS.openResult, vscode.Uri.file(folder));
      }
      case 'again':
        return again(file, intent.images);
      case 'cancel':
        return batches.cancel(file);
      case 'export':
        return exportCsv(file, await batches.read(file));
    }
  }
}

/** Writes the table where the user says. */
async function exportCsv(file: string, batch: Batch): Promise<void> {
  const to = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(csvBeside(file)),
    filters: { [vscode.l10n.t('Table of numbers')]: ['csv'] },
    title: vscode.l10n.t('Export the table of the batch'),
  });
  if (!to) return;
  await writeBatchCsv(file, batch, to.fsPath);
  void offerToOpen(vscode.l10n.t('Exported to {0}.', basename(to.fsPath)), to);
}

/** Path of the table that is written beside the results when a batch ends. */
export function csvBeside(file: string): string {
  return join(dirname(file), `${basename(file, '.json')}.csv`);
}

export async function writeBatchCsv(file: string, batch: Batch, to: string): Promise<void> {
  const rows = await rowReader()(file, batch);
  await writeCsv(to, batchCsv(rows), settingsFor(vscode.Uri.file(to)).csv);
}
