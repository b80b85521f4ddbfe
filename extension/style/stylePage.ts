// Host's side of the panel of image styles. Features are read once when the folders are shown, and again on demand; each layout of
// them is asked for once.

import * as vscode from 'vscode';
import { DEFAULT_MODEL } from '../../engine/protocol/defaultModel.js';
import { asError } from '../../engine/protocol/errors.js';
import { STYLE_GROUPS, type ImageStyles, type StylePlaces } from '../../engine/protocol/imageStyle.js';
import type { Progress } from '../../engine/protocol/progress.js';
import { csvLines } from '../../engine/runlog/csvLines.js';
import type { ReadImages, StyleDown, StyleState, UsedFeatures } from '../../webview/messages/style.js';
import type { Engine } from '../engine/engine.js';
import { FolderPage, type FrameContext, type PageKind } from '../panels/folderPage.js';
import type { PanelContent } from '../panels/folderPanels.js';
import { pageWork } from '../panels/pageWork.js';
import { saveFile } from '../panels/saveFile.js';
import { settingsFor } from '../workbench/userSettings.js';
import { readStyleMessage, type StyleIntent } from './styleIntents.js';
import { styleTable } from './styleTable.js';

const STYLE_PAGE: PageKind<StyleIntent> = {
  script: 'style.js',
  styles: 'style.css',
  read: readStyleMessage,
  forLooking: ['project', 'cancel', 'open', 'savePicture', 'saveTable'],
};

/** Thumbnails of one message. */
const THUMBNAILS_AT_ONCE = 100;

export interface StyleContext extends FrameContext {
  readonly engine: Pick<Engine, 'request'>;
}

interface Read {
  readonly version: number;
  readonly styles: ImageStyles;
  /** Layouts that were asked for, by method and features. */
  readonly layouts: Map<string, Promise<StylePlaces>>;
}

type Layout = Pick<Extract<StyleIntent, { type: 'project' }>, 'method' | 'use'>;

export class StylePage implements PanelContent {
  readonly #context: StyleContext;
  readonly #page: FolderPage<StyleDown, StyleIntent>;
  readonly #shown: () => void;
  #folders: readonly string[] = [];
  #deep = false;
  #read: Read | undefined;
  #version = 0;
  readonly #reading = pageWork<ImageStyles>();
  #stopLayouts = new AbortController();

  constructor(webview: vscode.Webview, context: StyleContext, shown: () => void) {
    this.#context = context;
    this.#shown = shown;
    this.#page = new FolderPage(webview, context, STYLE_PAGE, {
      act: (intent) => this.#act(intent),
      refresh: () => {
        if (!this.#read) this.#begin();
      },
      loaded: () => this.#sendThumbnails(),
    });
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Shows folders, and begins to read them. */
  show(folders: readonly string[]): Promise<void> {
    if (folders.length > 0 && folders.join('\n') !== this.#folders.join('\n')) {
      this.#folders = folders;
      this.#page.load([]);
      this.#shown();
      this.#begin();
    }
    return Promise.resolve();
  }

  dispose(): void {
    this.#reading.forget();
    this.#stopLayouts.abort();
    this.#page.dispose();
  }

  #begin(): void {
    this.#cancelLayouts();
    this.#read = undefined;
    if (!vscode.workspace.isTrusted) return this.#show({});
    this.#show({ progress: { stage: 'reading images', done: 0, total: 0 } });
    const params = {
      folders: this.#folders,
      ...(this.#deep ? { model: settingsFor().model || DEFAULT_MODEL } : {}),
    };
    this.#reading.begin({
      start: (control) => this.#context.engine.request('style/read', params, control),
      progress: (progress) => this.#show({ progress }),
      done: (styles) => {
        this.#read = { version: ++this.#version, styles, layouts: new Map() };
        this.#show({ read: shownImages(this.#read) });
        this.#sendThumbnails();
      },
      failed: ({ message }) => this.#show({ failure: message }),
    });
  }

  #show(state: Pick<StyleState, 'progress' | 'read' | 'failure'>): void {
    const { isTrusted: trusted } = vscode.workspace;
    this.#page.show({
      type: 'show',
      state: { trusted, folders: this.#folders, deep: this.#deep, ...state },
    });
  }

  #sendThumbnails(): void {
    if (!this.#read) return;
    const { version, styles } = this.#read;
    const all = styles.images.map(({ thumbnail = new Uint8Array() }) => thumbnail);
    for (let from = 0; from < all.length; from += THUMBNAILS_AT_ONCE)
      this.#page.post({
        type: 'thumbnails',
        ...{ version, from, thumbnails: all.slice(from, from + THUMBNAILS_AT_ONCE) },
      });
  }

  async #act(intent: StyleIntent): Promise<unknown> {
    switch (intent.type) {
      case 'again':
        this.#deep = intent.deep;
        return this.#begin();
      case 'cancel':
        return this.#cancel();
      case 'project':
        return this.#sendPlaces(intent);
      case 'open': {
        const image = this.#read?.styles.images[intent.image];
        return image && vscode.commands.executeCommand('vscode.open', vscode.Uri.file(image.path));
      }
      case 'savePicture':
        return saveFile({
          ...{ bytes: intent.bytes, stem: 'style', format: 'png' },
          title: vscode.l10n.t('Save the picture of the images'),
        });
      case 'saveTable': {
        if (!this.#read) return undefined;
        const rows = styleTable(this.#read.styles, await this.#layout(this.#read, intent), intent.images);
        return saveFile({
          ...{ bytes: new TextEncoder().encode([...csvLines(rows)].join('')), stem: 'style', format: 'csv' },
          title: vscode.l10n.t('Save the table of the images'),
        });
      }
    }
  }

  /** Cancels what is under way: the reading of images, or layouts of those that were read. */
  #cancel(): void {
    if (this.#read) this.#cancelLayouts();
    else this.#reading.cancel();
  }

  #cancelLayouts(): void {
    this.#stopLayouts.abort();
    this.#stopLayouts = new AbortController();
  }

  async #sendPlaces({ method, use }: Layout): Promise<void> {
    const read = this.#read;
    if (!read) return;
    const { version } = read;
    try {
      const { places, axes } = await this.#layout(read, { method, use });
      this.#page.post({ type: 'places', version, method, use, places, ...(axes ? { axes } : {}) });
    } catch (thrown) {
      this.#page.post({ type: 'places', version, method, use, failure: asError(thrown).message });
    } finally {
      this.#page.post({ type: 'progress' });
    }
  }

  /** A layout is kept; one that failed or was cancelled is made anew. */
  #layout({ styles, layouts }: Read, { method, use }: Layout): Promise<StylePlaces> {
    const key = `${method} ${use}`;
    const known = layouts.get(key);
    if (known) return known;
    const { signal } = this.#stopLayouts;
    const report = (progress: Progress) => {
      if (!signal.aborted) this.#page.post({ type: 'progress', progress });
    };
    const params = {
      values: styles.values,
      groups: styles.features.map(({ group }) => group),
      use: groupsOf(use),
      method,
    };
    const asked = this.#context.engine.request('style/project', params, { signal, report });
    layouts.set(key, asked);
    asked.catch(() => layouts.delete(key));
    return asked;
  }
}

function groupsOf(use: UsedFeatures) {
  return use === 'all' ? STYLE_GROUPS : [use];
}

function shownImages({ version, styles }: Read): ReadImages {
  const { images, features, failures, notes } = styles;
  return {
    ...{ version, features, failures, notes },
    images: images.map(({ path, folder, marker, widthPx, heightPx }) => ({
      ...{ path, folder, marker, widthPx, heightPx },
    })),
  };
}
