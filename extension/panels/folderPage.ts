// Page of a webview that shows folders: its HTML and policy, the folders that it may read, the channel to it, and when
// to read the folders again. A kind of page adds its state and what its intents do. Lives as long as its webview.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { requireTrust, showFailure } from '../workbench/commandTable.js';
import { watchFiles } from '../workbench/watchFiles.js';
import { openChannel, type Channel } from './channel.js';
import type { FrameMessage } from './checkedMessage.js';
import { pageHtml } from './pageHtml.js';
import type { AreaSizes } from './areaSizes.js';
import { areCovered } from './pageRoots.js';

/** Parts of the extension that every page needs. */
export interface FrameContext {
  readonly log: vscode.LogOutputChannel;
  /** Folder of the extension. */
  readonly extension: vscode.Uri;
  /** Sizes of areas by kind of page. */
  readonly sizes: AreaSizes;
}

/** Kind of a page: its files, and its messages. */
export interface PageKind<Intent extends { readonly type: string }> {
  /** Folder of the files; default: dist/webview. The page may read it whole. */
  readonly bundle?: vscode.Uri;
  readonly script: string;
  readonly styles?: string;
  readonly worker?: string;
  /** Checks a message. @throws ShapeError */
  readonly read: (message: unknown) => FrameMessage | Intent;
  /** Intents that change nothing on disk; all others need a trusted workspace. */
  readonly forLooking: readonly Intent['type'][];
}

export interface PageOwner<Intent> {
  /** Carries an intent out. If it throws, the user sees the error, and the page is refreshed. */
  act(intent: Intent): unknown;
  /** Reads everything again: a followed file has changed, trust was granted, or an intent has failed. */
  refresh(): unknown;
  /** The page has loaded, for the first time or again, and has nothing but its state. */
  loaded?(): void;
}

/** `Down`: messages to the page. `Intent`: messages of the page, beyond those of every page. */
export class FolderPage<Down, Intent extends { readonly type: string }> implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #frame: FrameContext;
  readonly #kind: PageKind<Intent>;
  readonly #owner: PageOwner<Intent>;
  readonly #channel: Channel<Down>;
  readonly #trust: vscode.Disposable;
  #roots: readonly string[] | undefined;
  #watcher: vscode.Disposable | undefined;

  constructor(
    webview: vscode.Webview,
    frame: FrameContext,
    kind: PageKind<Intent>,
    owner: PageOwner<Intent>,
  ) {
    this.#webview = webview;
    this.#frame = frame;
    this.#kind = kind;
    this.#owner = owner;
    this.#channel = openChannel<Down, FrameMessage | Intent>(webview, kind.read, {
      ready: () => owner.loaded?.(),
      receive: (message) => void this.#receive(message),
      dropped: (why) => frame.log.warn(`A message of a page was dropped: ${why}`),
    });
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => owner.refresh());
  }

  /** State of the page; see Channel, as for the next two. */
  show(state: Down): void {
    this.#channel.show(state);
  }

  post(message: Down): void {
    this.#channel.post(message);
  }

  postOnce(message: Down): void {
    this.#channel.postOnce(message);
  }

  /** Address under which the page can fetch a file. Another `version` is another address: the page caches by address. */
  uriOf(file: string, version: string): string {
    return this.#webview.asWebviewUri(vscode.Uri.file(file).with({ query: version })).toString();
  }

  /** Lets the page read folders, with all in them. A page that may not read one of them yet is loaded anew. */
  load(folders: readonly string[]): void {
    if (this.#roots && areCovered(folders, this.#roots)) return;
    this.#roots = [...new Set(folders)];
    this.#channel.reloading();
    const { script, styles, worker } = this.#kind;
    const bundle = this.#kind.bundle ?? vscode.Uri.joinPath(this.#frame.extension, 'dist', 'webview');
    this.#webview.options = {
      enableScripts: true,
      localResourceRoots: [bundle, ...this.#roots.map((folder) => vscode.Uri.file(folder))],
    };
    const uriOf = (file: string) => this.#webview.asWebviewUri(vscode.Uri.joinPath(bundle, file)).toString();
    this.#webview.html = pageHtml(
      {
        script: uriOf(script),
        ...(styles === undefined ? {} : { styles: uriOf(styles) }),
        ...(worker === undefined ? {} : { worker: uriOf(worker) }),
        cspSource: this.#webview.cspSource,
        sizes: this.#frame.sizes.of(script),
        ...(vscode.l10n.bundle ? { texts: vscode.l10n.bundle } : {}),
      },
      randomBytes(16).toString('hex'),
    );
  }

  /** Refreshes the page when one of the paths changes, or something directly in it. Replaces the last such list. */
  follow(paths: readonly string[]): void {
    this.#watcher?.dispose();
    this.#watcher = watchFiles(paths, () => this.#owner.refresh());
  }

  dispose(): void {
    this.#watcher?.dispose();
    this.#trust.dispose();
    this.#channel.dispose();
  }

  async #receive(message: FrameMessage | Intent): Promise<void> {
    if (isOfFrame(message)) {
      if (message.type === 'ready') return; // the channel has answered it
      if (message.type === 'sizes') return this.#frame.sizes.keep(this.#kind.script, message.sizes);
      this.#frame.log.error(`Page: ${message.message}`);
      if (message.show) void vscode.window.showErrorMessage(vscode.l10n.t('DeepLIIF: {0}', message.message));
      return;
    }
    try {
      if (!this.#kind.forLooking.includes(message.type)) requireTrust();
      await this.#owner.act(message);
    } catch (thrown) {
      showFailure(thrown, this.#frame.log);
      await this.#owner.refresh(); // the page may show the requested state already
    }
  }
}

function isOfFrame(message: FrameMessage | { readonly type: string }): message is FrameMessage {
  return message.type === 'ready' || message.type === 'failed' || message.type === 'sizes';
}
