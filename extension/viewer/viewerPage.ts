// One page with panes, in a panel or an editor: reads what it shows, serves its tiles, follows the files on disk, and
// hands its intents on. Lives as long as its webview.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { MOST_PANES, type ViewerDown, type ViewerUp } from '../../webview/messages/viewer.js';
import { showFailure } from '../workbench/commandTable.js';
import type { Engine } from '../engine/engine.js';
import { readImage, unshown } from '../results/readImage.js';
import type { Reading } from '../results/pictures.js';
import { readResult, type ShownPane } from '../results/readResult.js';
import { openChannel, type Channel } from '../panels/channel.js';
import { pageHtml } from '../panels/pageHtml.js';
import { createTileServer, type TileServer } from './tileServer.js';
import { watchFiles } from '../panels/watchFiles.js';

export interface PageContext {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  /** Where the extension lies. */
  readonly extension: vscode.Uri;
}

/** What a page shows one of: a result folder or an image file, by absolute path. */
export interface PaneSource {
  readonly kind: 'result' | 'image';
  readonly path: string;
}

/** What a page asks for, beyond tiles. */
export type PageIntent = Exclude<ViewerUp, { readonly type: 'ready' | 'needTiles' }>;

export interface PageOwner {
  /** Carries an intent out; what it throws is shown to the user. */
  act(intent: PageIntent): Promise<void>;
  /** Told after every reading, so that a title can follow. */
  shown?(panes: readonly ShownPane[]): void;
}

export class ViewerPage implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #context: PageContext;
  readonly #channel: Channel;
  readonly #tiles: TileServer;
  readonly #owner: PageOwner;
  readonly #trust: vscode.Disposable;
  #sources: readonly PaneSource[];
  #shown: readonly ShownPane[] = [];
  #watcher: vscode.Disposable | undefined;
  #roots = '';
  /** Counts readings; only the newest is shown. */
  #reading = 0;
  #disposed = false;

  constructor(
    webview: vscode.Webview,
    context: PageContext,
    sources: readonly PaneSource[],
    owner: PageOwner,
  ) {
    this.#webview = webview;
    this.#context = context;
    this.#sources = sources;
    this.#owner = owner;
    this.#tiles = createTileServer({
      fetch: (file, address, signal) => context.engine.request('picture/tile', { file, address }, { signal }),
      post: (message) => this.#channel.tile(message),
    });
    this.#channel = openChannel(webview, {
      ready: () => this.#tiles.clear(),
      receive: (intent) => void this.#receive(intent),
      dropped: (why) => context.log.warn(`A message of a page was dropped: ${why}.`),
    });
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refresh());
  }

  get sources(): readonly PaneSource[] {
    return this.#sources;
  }

  get panes(): readonly ShownPane[] {
    return this.#shown;
  }

  reveal(part: Extract<ViewerDown, { type: 'reveal' }>['part']): void {
    this.#channel.reveal(part);
  }

  async setSources(sources: readonly PaneSource[]): Promise<void> {
    this.#sources = sources.slice(0, MOST_PANES);
    await this.refresh();
  }

  /** Reads everything again and shows it. What cannot be read any more stays as it was, and says so. */
  async refresh(): Promise<void> {
    const reading = ++this.#reading;
    const shown = await Promise.all(this.#sources.map((source) => this.#read(source)));
    if (this.#disposed || reading !== this.#reading) return;
    this.#shown = shown;
    this.#load(shown.flatMap(({ folders }) => folders));
    this.#channel.show({ trusted: vscode.workspace.isTrusted, panes: shown.map(({ pane }) => pane) });
    this.#owner.shown?.(shown);
    const files = shown.flatMap(({ pane, image }) => (image === undefined ? [pane.id] : [pane.id, image]));
    this.#watcher?.dispose();
    this.#watcher = watchFiles(files, () => void this.refresh());
  }

  dispose(): void {
    this.#disposed = true;
    this.#tiles.clear();
    this.#watcher?.dispose();
    this.#trust.dispose();
    this.#channel.dispose();
  }

  async #read({ kind, path }: PaneSource): Promise<ShownPane> {
    const { engine, log } = this.#context;
    try {
      return kind === 'result'
        ? await readResult(path, this.#reader())
        : await readImage(path, this.#reader(), (file) => engine.request('picture/open', { file }));
    } catch (thrown) {
      const problem = existsSync(path) ? asError(thrown).message : goneText(path, kind);
      log.warn(problem);
      const before = this.#shown.find(({ pane }) => pane.id === path);
      if (!before) return unshown(path, kind, problem);
      return { ...before, pane: { ...before.pane, problems: [problem] } };
    }
  }

  #reader(): Reading {
    return {
      uriOf: (file, version) =>
        this.#webview.asWebviewUri(vscode.Uri.file(file).with({ query: version })).toString(),
      // A folder of a result's choosing is opened to the page only where the user trusts what is here.
      mayServe: (folder) =>
        vscode.workspace.isTrusted ||
        vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined ||
        this.#sources.some(({ path }) => path === folder || dirname(path) === folder),
    };
  }

  /** (Re)loads the page when it must be able to read other folders than before; it keeps its own state. */
  #load(folders: readonly string[]): void {
    const bundle = vscode.Uri.joinPath(this.#context.extension, 'dist', 'webview');
    const wanted = [...new Set(folders)].sort();
    if (this.#roots === JSON.stringify(wanted)) return;
    this.#roots = JSON.stringify(wanted);
    this.#channel.reloading();
    this.#webview.options = {
      enableScripts: true,
      localResourceRoots: [bundle, ...wanted.map((folder) => vscode.Uri.file(folder))],
    };
    const uriOf = (file: string) => this.#webview.asWebviewUri(vscode.Uri.joinPath(bundle, file)).toString();
    this.#webview.html = pageHtml(
      {
        script: uriOf('viewer.js'),
        styles: uriOf('viewer.css'),
        worker: uriOf('rescoring.js'),
        cspSource: this.#webview.cspSource,
      },
      randomBytes(16).toString('hex'),
    );
  }

  async #receive(intent: Exclude<ViewerUp, { type: 'ready' }>): Promise<void> {
    if (intent.type === 'needTiles') {
      const file = this.#shown.map(({ tiled }) => tiled.get(intent.picture)).find((one) => one !== undefined);
      if (file === undefined) this.#context.log.warn(`A page asked for tiles of ${intent.picture}.`);
      else this.#tiles.need(intent.picture, file, intent.tiles);
      return;
    }
    if ('pane' in intent && !this.#sources.some(({ path }) => path === intent.pane)) {
      this.#context.log.warn(`A page asked for "${intent.type}" of ${intent.pane}, which it does not show.`);
      return;
    }
    try {
      await this.#owner.act(intent);
    } catch (thrown) {
      showFailure(thrown, this.#context.log);
      // The page has shown what it asked for already: it is told what holds.
      await this.refresh();
    }
  }
}

function goneText(path: string, kind: PaneSource['kind']): string {
  const what = kind === 'result' ? 'The result' : 'The image';
  return `${what} ${path} is not there any more: it was moved, renamed or deleted. This is what was shown of it last.`;
}

/** "a", "a | b". */
export function titleOf(panes: readonly PaneSource[]): string {
  return panes.map(({ path }) => basename(path)).join(' | ');
}
