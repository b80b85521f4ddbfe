// Host's side of the dashboard: the list of runs goes down, with the curves of those that are selected; intents come up.

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { RunNotes } from '../../engine/protocol/runNotes.js';
import { MOST_SELECTED, type RunAction, type TrainingDown } from '../../webview/messages/training.js';
import type { PanelContent } from '../panels/folderPanels.js';
import { FolderPage, type FrameContext, type PageKind } from '../panels/folderPage.js';
import { saveFile } from '../panels/saveFile.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { readTrainingMessage, type DashboardIntent } from './dashboardIntents.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { foreignRuns } from './foreignRuns.js';
import { runHead } from './runHead.js';
import { openRunLog } from './runLogFile.js';
import type { RunsTree } from './runsTree.js';
import { askedPicture, showRun, type ShownRun } from './shownRun.js';

const DASHBOARD_PAGE: PageKind<DashboardIntent> = {
  script: 'training.js',
  styles: 'training.css',
  read: readTrainingMessage,
  forLooking: ['select', 'compare', 'picture', 'reveal', 'log'],
};

export interface DashboardContext extends FrameContext {
  readonly tree: RunsTree;
}

/** Actions of the page's buttons, the same as those of the commands. */
export interface DashboardActions {
  readonly act: (folder: string, action: RunAction) => Promise<unknown>;
  readonly tryOnImage: (folder: string) => Promise<unknown>;
  readonly annotate: (folder: string, notes: RunNotes) => Promise<unknown>;
  readonly compare: (folders: readonly string[]) => Promise<unknown>;
}

/** Delay of the heads after their curves: with a few kilobytes a run, they are not sent at every step. */
const HEADS_MS = 250;
/** Interval of the searches below opened folders. */
const SEARCH_MS = 10_000;

export class DashboardPage implements PanelContent {
  readonly #page: FolderPage<TrainingDown, DashboardIntent>;
  readonly #context: DashboardContext;
  readonly #actions: DashboardActions;
  readonly #reads: vscode.Disposable;
  #listed: readonly ListedRun[] = [];
  /** Runs outside the watched folders. */
  readonly #foreign = foreignRuns();
  #shown: readonly ShownRun[] = [];
  /** Number of the page's last selection that is shown. */
  #turn = 0;
  /** Resolves after the last requested selection: a later one waits for those before it. */
  #selecting: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  /** Next search for new runs below opened folders. */
  #search: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(webview: vscode.Webview, context: DashboardContext, actions: DashboardActions) {
    this.#context = context;
    this.#actions = actions;
    this.#page = new FolderPage(webview, context, DASHBOARD_PAGE, {
      act: (intent) => this.#act(intent),
      refresh: () => this.#showSoon(),
      loaded: () => this.#shown.forEach((run) => run.forgotten()),
    });
    this.#reads = context.tree.onDidRead((runs) => {
      this.#listed = runs;
      void this.#relist();
    });
  }

  get folders(): readonly string[] {
    return this.#shown.map(({ folder }) => folder);
  }

  /** Reads the list of runs, and shows the curves of the given ones, or else of all runs below the given folders. */
  async show(folders: readonly string[]): Promise<void> {
    this.#listed = await this.#context.tree.all();
    const own = new Set(this.#listed.filter(({ kind }) => kind === 'run').map(({ folder }) => folder));
    const opened = await this.#foreign.open(folders.filter((folder) => !own.has(folder)));
    const runs = new Set([...own, ...opened.runs]);
    const given = folders.filter((folder) => runs.has(folder));
    await this.#select(() => (given.length > 0 ? given : opened.below));
    this.#searchLater();
  }

  /** Has the page make a picture of its curves; it hands the file back for saving. */
  exportPicture(): void {
    this.#page.postOnce({ type: 'export', format: 'png' });
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#search);
    for (const run of this.#shown) run.dispose();
    this.#reads.dispose();
    this.#page.dispose();
  }

  #select(foldersOf: () => readonly string[], turn?: number): Promise<void> {
    const selected = this.#selecting.then(() => this.#selectNow(foldersOf(), turn));
    this.#selecting = selected.catch(() => undefined);
    return selected;
  }

  #selectNow(folders: readonly string[], turn = this.#turn): void {
    const wanted = [...new Set(folders)].slice(0, MOST_SELECTED);
    if (this.#disposed) return;
    const before = new Map(this.#shown.map((run) => [run.folder, run]));
    const kinds = new Map(this.#runs().map(({ folder, kind }) => [folder, kind]));
    const chosen = wanted.filter((folder) => kinds.has(folder));
    this.#page.load(this.#roots()); // it comes before the first row: a page that loads anew asks for all rows
    this.#shown = chosen.map((folder) => before.get(folder) ?? this.#follow(folder, kinds.get(folder)!));
    for (const [folder, run] of before) if (!chosen.includes(folder)) run.dispose();
    this.#turn = turn;
    this.#show();
  }

  #follow(folder: string, kind: ListedRun['kind']): ShownRun {
    return showRun(folder, kind, {
      post: (message) => this.#page.post(message),
      changed: () => this.#showSoon(),
      failed: (thrown) => this.#context.log.warn(String(thrown)),
      uriOf: (file, version) => this.#page.uriOf(file, version),
    });
  }

  /** Updates the page after runs have been added, removed or changed. */
  async #relist(): Promise<void> {
    await this.#foreign.read();
    await this.#showListed();
  }

  async #showListed(): Promise<void> {
    const there = new Set(this.#runs().map(({ folder }) => folder));
    if (this.folders.every((folder) => there.has(folder))) this.#showSoon();
    else await this.#select(() => this.folders.filter((folder) => there.has(folder)));
  }

  #runs(): readonly ListedRun[] {
    const listed = new Set(this.#listed.map(({ folder }) => folder));
    return [...this.#listed, ...this.#foreign.runs.filter(({ folder }) => !listed.has(folder))];
  }

  /** Folders whose pictures the page may read: the runs' own folders, and their parents in trusted places. */
  #roots(): readonly string[] {
    const folders = this.#runs().map(({ folder }) => folder);
    const isTrusted = (folder: string) =>
      vscode.workspace.isTrusted ||
      vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined;
    return [...new Set([...folders.map((folder) => dirname(folder)).filter(isTrusted), ...folders])].sort();
  }

  #showSoon(): void {
    this.#timer ??= setTimeout(() => this.#show(), HEADS_MS);
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#disposed) return;
    const runs = this.#runs().map((run) => {
      const shown = this.#shown.find(({ folder }) => folder === run.folder);
      shown?.live(run.live);
      return runHead(run, shown?.log);
    });
    const { isTrusted: trusted } = vscode.workspace;
    const { roots, notices } = this.#foreign;
    const state = { trusted, runs, selected: this.folders, turn: this.#turn, roots, notices };
    this.#page.show({ type: 'show', state });
  }

  /** Shows new runs below opened folders: nothing watches these. */
  #searchLater(): void {
    clearTimeout(this.#search);
    if (this.#disposed || this.#foreign.roots.length === 0) return;
    this.#search = setTimeout(() => {
      void this.#foreign
        .search()
        .then(() => this.#showListed())
        .catch((thrown: unknown) => this.#context.log.warn(String(thrown)))
        .finally(() => this.#searchLater());
    }, SEARCH_MS);
  }

  async #act(intent: DashboardIntent): Promise<void> {
    const known = new Set(this.#runs().map(({ folder }) => folder));
    if (intent.type === 'select')
      return this.#select(() => intent.runs.filter((folder) => known.has(folder)), intent.turn);
    const meant = 'runs' in intent ? intent.runs : 'run' in intent ? [intent.run] : [];
    const unknown = meant.find((folder) => !known.has(folder));
    if (unknown !== undefined) {
      this.#context.log.warn(`The dashboard asked for "${intent.type}" of ${unknown}, which is not listed.`);
      return;
    }
    switch (intent.type) {
      case 'act':
        await this.#actions.act(intent.run, intent.action);
        return;
      case 'tryOnImage':
        await this.#actions.tryOnImage(intent.run);
        return;
      case 'annotate':
        await this.#actions.annotate(intent.run, intent.notes);
        return this.#relist();
      case 'log':
        return openRunLog(intent.run);
      case 'compare':
        await this.#actions.compare(intent.runs);
        return;
      case 'picture':
        return this.#sendPicture(intent.uri);
      case 'reveal':
        return revealFolder(vscode.Uri.file(intent.run));
      case 'save': {
        const { name: stem, format, bytes } = intent;
        return saveFile({ bytes, stem, format, title: vscode.l10n.t('Save {0}', stem) });
      }
    }
  }

  async #sendPicture(uri: string): Promise<void> {
    this.#page.post({ type: 'picture', uri, ...(await askedPicture(uri, this.#shown)) });
  }
}
