// The host's side of one dashboard: which runs there are and which are ticked goes down, with the curves of those;
// intents come up. Lives as long as its webview.

import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { ShapeError } from '../../engine/protocol/shape.js';
import { MOST_SELECTED, type TrainingDown, type TrainingUp } from '../../webview/messages/training.js';
import { showFailure } from '../workbench/commandTable.js';
import { pageHtml } from '../panels/pageHtml.js';
import type { Boards } from './boards.js';
import { readTrainingIntent } from './dashboardIntents.js';
import { readListedRun, type ListedRun } from './listRuns.js';
import { runHead } from './runHead.js';
import type { RunsView } from './runsTree.js';
import { askedPicture, showRun, type ShownRun } from './shownRun.js';

export interface DashboardContext {
  readonly view: RunsView;
  readonly boards: Boards;
  readonly log: vscode.LogOutputChannel;
  /** Where the extension lies. */
  readonly extension: vscode.Uri;
}

export type DashboardIntent = Exclude<TrainingUp, { readonly type: 'ready' | 'select' | 'picture' }>;

/** Heads hold a few kilobytes a run: they follow their curves, not with every step. */
const HEADS_MS = 250;

export class DashboardPage implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #context: DashboardContext;
  readonly #act: (intent: DashboardIntent) => Promise<void>;
  readonly #subscriptions: vscode.Disposable;
  #listed: readonly ListedRun[] = [];
  /** Runs that lie in no folder that is looked at. */
  #foreign: readonly ListedRun[] = [];
  #shown: readonly ShownRun[] = [];
  /** Of the page's last tick that is shown. */
  #turn = 0;
  /** Ends with the last tick that was asked for: a later one waits for those before it. */
  #ticking: Promise<void> = Promise.resolve();
  #ready = false;
  #roots = '';
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(
    webview: vscode.Webview,
    context: DashboardContext,
    act: (intent: DashboardIntent) => Promise<void>,
  ) {
    this.#webview = webview;
    this.#context = context;
    this.#act = act;
    this.#subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message) => void this.#receive(message)),
      context.view.onDidRead((runs) => {
        this.#listed = runs;
        void this.#relist();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#showSoon()),
    );
  }

  /** Folders of the runs whose curves are shown. */
  get ticked(): readonly string[] {
    return this.#shown.map(({ folder }) => folder);
  }

  /** Reads which runs there are, and shows the curves of these. */
  async open(folders: readonly string[]): Promise<void> {
    this.#listed = await this.#context.view.all();
    await this.#tick(() => folders);
  }

  post(message: TrainingDown): void {
    if (this.#ready && !this.#disposed) void this.#webview.postMessage(message);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    for (const run of this.#shown) run.dispose();
    this.#subscriptions.dispose();
  }

  #tick(foldersOf: () => readonly string[], turn?: number): Promise<void> {
    const ticked = this.#ticking.then(() => this.#tickNow(foldersOf(), turn));
    this.#ticking = ticked.catch(() => undefined);
    return ticked;
  }

  async #tickNow(folders: readonly string[], turn = this.#turn): Promise<void> {
    const { boards } = this.#context;
    const wanted = [...new Set(folders)].slice(0, MOST_SELECTED);
    const known = new Set(this.#listed.map(({ folder }) => folder));
    const foreign = await Promise.all(
      wanted.filter((folder) => !known.has(folder)).map((folder) => readListedRun(folder, undefined, boards)),
    );
    if (this.#disposed) return;
    this.#foreign = foreign.filter((run) => run !== undefined);
    const there = new Set([...known, ...this.#foreign.map(({ folder }) => folder)]);
    const before = new Map(this.#shown.map((run) => [run.folder, run]));
    const chosen = wanted.filter((folder) => there.has(folder));
    const kinds = new Map(this.#runs().map(({ folder, kind }) => [folder, kind]));
    this.#load(); // before the first row: a page that loads anew asks for all of them
    this.#shown = chosen.map(
      (folder) =>
        before.get(folder) ??
        showRun(folder, kinds.get(folder)!, {
          boards,
          post: (message) => this.post(message),
          changed: () => this.#showSoon(),
          failed: (thrown) => this.#context.log.warn(String(thrown)),
          uriOf: (file, version) =>
            this.#webview.asWebviewUri(vscode.Uri.file(file).with({ query: version })).toString(),
        }),
    );
    for (const [folder, run] of before) if (!chosen.includes(folder)) run.dispose();
    this.#turn = turn;
    this.#show();
  }

  /** A run has come, gone, or changed what it does. */
  async #relist(): Promise<void> {
    const foreign = await Promise.all(
      this.#foreign.map((run) => readListedRun(run.folder, run, this.#context.boards)),
    );
    this.#foreign = foreign.filter((run) => run !== undefined);
    const runs = this.#runs();
    const gone = this.ticked.filter((folder) => !runs.some((run) => run.folder === folder));
    if (gone.length > 0) await this.#tick(() => this.ticked.filter((folder) => !gone.includes(folder)));
    else this.#showSoon();
  }

  #runs(): readonly ListedRun[] {
    const listed = new Set(this.#listed.map(({ folder }) => folder));
    return [...this.#listed, ...this.#foreign.filter(({ folder }) => !listed.has(folder))];
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
    this.post({
      type: 'show',
      state: { trusted: vscode.workspace.isTrusted, runs, selected: this.ticked, turn: this.#turn },
    });
  }

  /** (Re)loads the page when it must be able to read pictures of other folders than before. */
  #load(): void {
    const bundle = vscode.Uri.joinPath(this.#context.extension, 'dist', 'webview');
    const folders = this.#runs().map(({ folder }) => vscode.Uri.file(folder));
    // Of folders that hold runs all runs are shown; the others are opened one by one.
    const roots = [...new Set(folders.map(({ fsPath }) => dirname(fsPath)))]
      .map((path) => vscode.Uri.file(path))
      .filter((root) => vscode.workspace.isTrusted || vscode.workspace.getWorkspaceFolder(root));
    const wanted = [...roots, ...folders].map((uri) => uri.fsPath).sort();
    const known = new Set(this.#roots === '' ? [] : (JSON.parse(this.#roots) as string[]));
    if (this.#roots !== '' && wanted.every((path) => known.has(path) || known.has(dirname(path)))) return;
    this.#roots = JSON.stringify(wanted);
    this.#ready = false;
    this.#webview.options = {
      enableScripts: true,
      localResourceRoots: [bundle, ...wanted.map((path) => vscode.Uri.file(path))],
    };
    const uriOf = (file: string) => this.#webview.asWebviewUri(vscode.Uri.joinPath(bundle, file)).toString();
    this.#webview.html = pageHtml(
      {
        script: uriOf('training.js'),
        styles: uriOf('training.css'),
        cspSource: this.#webview.cspSource,
      },
      randomBytes(16).toString('hex'),
    );
  }

  async #receive(message: unknown): Promise<void> {
    try {
      const intent = readTrainingIntent(message);
      const runs = 'runs' in intent ? intent.runs : 'run' in intent ? [intent.run] : [];
      const known = new Set(this.#runs().map(({ folder }) => folder));
      const unknown = runs.find((folder) => !known.has(folder));
      if (intent.type === 'ready') {
        this.#ready = true;
        this.#show();
        for (const run of this.#shown) run.forgotten();
      } else if (intent.type === 'select') {
        await this.#tick(() => intent.runs.filter((folder) => known.has(folder)), intent.turn);
      } else if (unknown !== undefined)
        this.#context.log.warn(
          `The dashboard asked for "${intent.type}" of ${unknown}, which is not listed.`,
        );
      else if (intent.type === 'picture') await this.#sendPicture(intent.uri);
      else await this.#act(intent);
    } catch (thrown) {
      if (thrown instanceof ShapeError)
        this.#context.log.warn(`A message of a page was dropped: ${thrown.message}.`);
      else showFailure(thrown, this.#context.log);
    }
  }

  async #sendPicture(uri: string): Promise<void> {
    this.post({ type: 'picture', uri, ...(await askedPicture(uri, this.#shown)) });
  }
}
