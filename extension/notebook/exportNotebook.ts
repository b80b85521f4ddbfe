// Command "Export Notebook to HTML…": the notebook in front, or a given one, as one file. Nothing is run; outputs are taken as
// they are.

import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { showReport } from '../results/reportPanel.js';
import { offerToOpen } from '../workbench/offerToOpen.js';
import type { PictureSource } from './cleanHtml.js';
import { notebookPage, type ExportedCell } from './exportedNotebook.js';
import { dataPicture, pictureAddress } from './outputHtml.js';

/** Larger pictures that Markdown names stay out of the file. */
const MOST_PICTURE_BYTES = 8 * 2 ** 20;
const PICTURE_MIMES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
};

/** Path of the file; undefined if the user changes their mind. `given`: address of a notebook; `into`: of the new file. */
export async function exportNotebook(given?: unknown, into?: unknown): Promise<string | undefined> {
  const notebook = await notebookMeant(given);
  const stem = basename(notebook.uri.path).replace(/\.ipynb$/i, '');
  const folder = notebook.uri.scheme === 'file' ? dirname(notebook.uri.fsPath) : undefined;
  const file = into instanceof vscode.Uri ? into : await askForFile(folder, `${stem}.html`);
  if (!file) return undefined;
  const cells: ExportedCell[] = [];
  for (const cell of notebook.getCells()) cells.push(await exportedCell(cell, folder));
  const page = await notebookPage(stem, cells, renderMarkdown);
  await vscode.workspace.fs.writeFile(file, Buffer.from(page, 'utf8'));
  void offerToOpen(vscode.l10n.t('Exported to {0}.', basename(file.fsPath)), file, [
    { label: vscode.l10n.t('Open Page'), act: () => showReport(file) },
  ]);
  return file.fsPath;
}

async function notebookMeant(given: unknown): Promise<vscode.NotebookDocument> {
  if (given instanceof vscode.Uri) return vscode.workspace.openNotebookDocument(given);
  const inFront = vscode.window.activeNotebookEditor?.notebook;
  if (inFront) return inFront;
  throw new EngineError(
    'usage',
    vscode.l10n.t('No notebook is open in front. Open the notebook that is to be exported, and try again.'),
  );
}

function askForFile(folder: string | undefined, name: string): Thenable<vscode.Uri | undefined> {
  const place = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return vscode.window.showSaveDialog({
    ...(place === undefined ? {} : { defaultUri: vscode.Uri.file(join(place, name)) }),
    filters: { [vscode.l10n.t('HTML page')]: ['html'] },
    title: vscode.l10n.t('Export the notebook'),
  });
}

/** `folder`: place of the notebook, from which its Markdown names pictures; undefined before it is saved. */
async function exportedCell(cell: vscode.NotebookCell, folder: string | undefined): Promise<ExportedCell> {
  const text = cell.document.getText();
  const order = cell.executionSummary?.executionOrder;
  const isMarkdown = cell.kind === vscode.NotebookCellKind.Markup;
  return {
    kind: isMarkdown ? 'markdown' : 'code',
    text,
    pictureOf: isMarkdown ? await picturesOf(cell, text, folder) : () => undefined,
    ...(order === undefined ? {} : { order }),
    outputs: cell.outputs.map(({ items }) => ({
      items: new Map(items.map(({ mime, data }) => [mime, data])),
    })),
  };
}

/** Attachments of a cell, and files beside or below the notebook that its Markdown names. */
async function picturesOf(
  cell: vscode.NotebookCell,
  text: string,
  folder: string | undefined,
): Promise<PictureSource> {
  const found = new Map<string, string>();
  for (const [, src] of text.matchAll(/(?:\]\(\s*<?|src\s*=\s*["']?)([^)>"'\s]+)/g)) {
    const address = src?.startsWith('attachment:')
      ? attachedPicture(cell.metadata, src.slice('attachment:'.length))
      : folder !== undefined && src !== undefined
        ? await picture(folder, src)
        : undefined;
    if (address !== undefined) found.set(src!, address);
  }
  return (src) => found.get(src) ?? dataPicture(src);
}

function attachedPicture(metadata: unknown, name: string): string | undefined {
  const { attachments } = (metadata ?? {}) as { readonly attachments?: unknown };
  const files = (attachments ?? {}) as Readonly<
    Record<string, Readonly<Record<string, unknown>> | undefined>
  >;
  for (const [mime, base64] of Object.entries(files[decoded(name)] ?? {}))
    if (typeof base64 === 'string') return pictureAddress(mime, Buffer.from(base64, 'base64'));
  return undefined;
}

/** Only files at and below the notebook's folder: a page that is passed on holds no others. */
async function picture(folder: string, src: string): Promise<string | undefined> {
  const path = resolve(folder, decoded(src));
  const mime = PICTURE_MIMES[extname(path).toLowerCase()];
  if (mime === undefined || !path.startsWith(folder + sep)) return undefined;
  const about = await stat(path).catch(() => undefined);
  if (!about?.isFile() || about.size > MOST_PICTURE_BYTES) return undefined;
  return pictureAddress(mime, await readFile(path));
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

async function renderMarkdown(text: string): Promise<string> {
  const rendered: unknown = await vscode.commands.executeCommand('markdown.api.render', text);
  return typeof rendered === 'string' ? rendered : '';
}
