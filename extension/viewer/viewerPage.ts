// Host's side of a page with panes, in a panel or in an editor of images: reads what the page shows, serves its tiles, and
// hands its intents on.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { MOST_PANES, type Sight, type ViewerDown } from '../../webview/messages/viewer.js';
import type { Engine } from '../engine/engine.js';
import { FolderPage, type FrameContext, type PageKind } from '../panels/folderPage.js';
import { readImage, unshown } from '../results/readImage.js';
import type { Reading } from '../results/pictures.js';
import { readResult, type ShownPane } from '../results/readResult.js';
import { createTileServer, type TileServer } from './tileServer.js';
import { readViewerMessage, type ViewerIntent } from './viewerIntents.js';

const VIEWER_PAGE: PageKind<ViewerIntent> = {
  script: 'viewer.js',
  styles: 'viewer.css',
  worker: 'rescoring.js',
  read: readViewerMessage,
  forLooking: ['needTiles', 'saveView', 'addPane', 'closePane'],
};

export interface ViewerContext extends FrameContext {
  readonly engine: Engine;
}

/** Something that a page shows: a result folder or an image file, by absolute path. */
export interface PaneSource {
  readonly kind: 'result' | 'image';
  readonly path: string;
  /** Reason why it cannot be read, known before reading. */
  readonly problem?: string;
}

/** Intents of a page beyond tiles. */
export type PaneIntent = Exclude<ViewerIntent, { readonly type: 'needTiles' }>;

export interface ViewerOwner {
  /** Carries an intent out; see PageOwner. */
  act(intent: PaneIntent): Promise<void>;
  /** Called after every reading, so that a title can follow. */
  shown?(): void;
}

export class ViewerPage implements vscode.Disposable {
  readonly #page: FolderPage<ViewerDown, ViewerIntent>;
  readonly #context: ViewerContext;
  readonly #tiles: TileServer;
  readonly #owner: ViewerOwner;
  #sources: readonly PaneSource[] = [];
  #shown: readonly ShownPane[] = [];
  /** Counts readings; only the newest is shown. */
  #reading = 0;
  #disposed = false;

  constructor(webview: vscode.Webview, context: ViewerContext, owner: ViewerOwner) {
    this.#context = context;
    this.#owner = owner;
    this.#tiles = createTileServer({
      fetch: (file, address, signal) => context.engine.request('picture/tile', { file, address }, { signal }),
      post: (message) => this.#page.post(message),
    });
    this.#page = new FolderPage(webview, context, VIEWER_PAGE, {
      act: (intent) => this.#act(intent),
      refresh: () => this.refresh(),
      loaded: () => this.#tiles.clear(),
    });
  }

  get sources(): readonly PaneSource[] {
    return this.#sources;
  }

  get panes(): readonly ShownPane[] {
    return this.#shown;
  }

  /** Brings a part of the page to the user, once it shows something. */
  reveal(part: Extract<ViewerDown, { type: 'reveal' }>['part']): void {
    this.#page.postOnce({ type: 'reveal', part });
  }

  /** Shows a part of a result's picture, once the page shows the result. */
  lookAt(pane: string, sight: Sight): void {
    this.#page.postOnce({ type: 'lookAt', pane, sight });
  }

  /** Shows the waiting page until something is read from the folder: a slide may take seconds. */
  wait(folder: string): void {
    this.#page.load([folder]);
  }

  async showSources(sources: readonly PaneSource[]): Promise<void> {
    this.#sources = sources.slice(0, MOST_PANES);
    await this.refresh();
  }

  /**
   * Reads everything again and shows it. A pane that cannot be read any more stays unchanged, with a problem in words.
   */
  async refresh(): Promise<void> {
    const reading = ++this.#reading;
    const shown = await Promise.all(this.#sources.map((source) => this.#read(source)));
    if (this.#disposed || reading !== this.#reading) return;
    this.#shown = shown;
    this.#page.load(shown.flatMap(({ folders }) => folders));
    const panes = shown.map(({ pane }) => pane);
    this.#page.show({ type: 'show', state: { trusted: vscode.workspace.isTrusted, panes } });
    this.#page.follow(
      shown.flatMap(({ pane, image }) => (image === undefined ? [pane.id] : [pane.id, image])),
    );
    this.#owner.shown?.();
  }

  dispose(): void {
    this.#disposed = true;
    this.#tiles.clear();
    this.#page.dispose();
  }

  async #read({ kind, path, problem }: PaneSource): Promise<ShownPane> {
    const { engine, log } = this.#context;
    if (problem !== undefined) return unshown(path, kind, problem);
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
      uriOf: (file, version) => this.#page.uriOf(file, version),
      // A folder that a result names is opened to the page only where the user trusts what is here.
      mayServe: (folder) =>
        vscode.workspace.isTrusted ||
        vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined ||
        this.#sources.some(({ path }) => path === folder || dirname(path) === folder),
    };
  }

  async #act(intent: ViewerIntent): Promise<void> {
    if (intent.type === 'needTiles') {
      const file = this.#shown.map(({ tiled }) => tiled.get(intent.picture)).find((one) => one !== undefined);
      if (file === undefined) this.#context.log.warn(`A page asked for tiles of ${intent.picture}.`);
      else this.#tiles.need(intent.picture, file, intent.tiles);
    } else if ('pane' in intent && !this.#sources.some(({ path }) => path === intent.pane))
      this.#context.log.warn(`A page asked for "${intent.type}" of ${intent.pane}, which it does not show.`);
    else await this.#owner.act(intent);
  }
}

function goneText(path: string, kind: PaneSource['kind']): string {
  return kind === 'result'
    ? vscode.l10n.t(
        'The result {0} is not there any more: it was moved, renamed or deleted. This is how it looked last.',
        path,
      )
    : vscode.l10n.t(
        'The image {0} is not there any more: it was moved, renamed or deleted. This is how it looked last.',
        path,
      );
}
