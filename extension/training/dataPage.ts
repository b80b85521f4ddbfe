// Host's side of the panel that shows the check of a folder of training data. The check runs once when the folder is
// shown, and again on demand.

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { DataCheck } from '../../engine/protocol/dataCheck.js';
import { EngineError } from '../../engine/protocol/errors.js';
import { stored } from '../../engine/protocol/shape.js';
import type { DataDown, DataState, DataUp } from '../../webview/messages/data.js';
import type { Engine } from '../engine/engine.js';
import { messageReader, type FrameMessage } from '../panels/checkedMessage.js';
import { FolderPage, type FrameContext, type PageKind } from '../panels/folderPage.js';
import type { PanelContent } from '../panels/folderPanels.js';
import { pageWork } from '../panels/pageWork.js';

type DataIntent = Exclude<DataUp, FrameMessage>;

const DATA_PAGE: PageKind<DataIntent> = {
  script: 'data.js',
  styles: 'data.css',
  read: messageReader<DataIntent>({ create: stored({}), again: stored({}) }),
  forLooking: [],
};

export interface DataContext extends FrameContext {
  readonly engine: Pick<Engine, 'request'>;
  /** Goes on with a checked folder: presets, configuration, start. */
  readonly create: (folder: string, check: DataCheck) => Promise<unknown>;
}

export class DataPage implements PanelContent {
  readonly #context: DataContext;
  readonly #page: FolderPage<DataDown, DataIntent>;
  readonly #shown: () => void;
  #folder: string | undefined;
  readonly #check = pageWork<DataCheck>();

  constructor(webview: vscode.Webview, context: DataContext, shown: () => void) {
    this.#context = context;
    this.#shown = shown;
    this.#page = new FolderPage(webview, context, DATA_PAGE, {
      act: (intent) => this.#act(intent),
      refresh: () => {
        if (!this.#check.latest()) this.#begin();
      },
    });
  }

  get folders(): readonly string[] {
    return this.#folder === undefined ? [] : [this.#folder];
  }

  /** Shows one folder, and begins its check. */
  show(folders: readonly string[]): Promise<void> {
    const [folder] = folders;
    if (folder !== undefined && folder !== this.#folder) {
      this.#folder = folder;
      this.#page.load([]);
      this.#shown();
      this.#begin();
    }
    return Promise.resolve();
  }

  /** Answer of the check that is shown. @throws EngineError if the folder could not be checked */
  async checked(): Promise<DataCheck> {
    const check = await this.#check.latest();
    if (!check) throw new EngineError('usage', vscode.l10n.t('Trust the workspace to check its images.'));
    return check;
  }

  dispose(): void {
    this.#check.forget();
    this.#page.dispose();
  }

  #begin(): void {
    if (!vscode.workspace.isTrusted) return this.#show({});
    this.#show({ progress: { stage: 'samples', done: 0, total: 0 } });
    this.#check.begin({
      start: (control) => this.#context.engine.request('data/check', { folder: this.#folder! }, control),
      progress: (progress) => this.#show({ progress }),
      done: (check) => this.#show({ check }),
      failed: ({ message }) => this.#show({ failure: message }),
    });
  }

  #show(state: Pick<DataState, 'progress' | 'check' | 'failure'>): void {
    const { isTrusted: trusted } = vscode.workspace;
    this.#page.show({ type: 'show', state: { trusted, folder: this.#folder!, ...state } });
  }

  async #act({ type }: DataIntent): Promise<void> {
    if (type === 'again') return this.#begin();
    await this.#context.create(this.#folder!, await this.checked());
  }
}

/** @throws EngineError `usage` for a path that is no folder */
export async function requireFolder(folder: string): Promise<void> {
  const found = await stat(resolve(folder)).catch(() => undefined);
  if (!found?.isDirectory())
    throw new EngineError('usage', vscode.l10n.t('{0} is not a folder. Choose a folder of images.', folder));
}
