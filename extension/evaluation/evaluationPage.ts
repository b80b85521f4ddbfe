// Host's side of the panel of an evaluation: the engine compares when the folders are shown, and again on demand; pictures of an
// image come when the page asks for them.

import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import {
  DEFAULT_RADIUS_PX,
  evaluationCommand,
  evaluationRows,
  type EvaluationDocument,
  type EvaluationSettings,
} from '../../engine/protocol/evaluations.js';
import { csvLines } from '../../engine/runlog/csvLines.js';
import type {
  AskedPictures,
  CopyForm,
  EvaluationDown,
  EvaluationState,
} from '../../webview/messages/evaluation.js';
import type { Engine } from '../engine/engine.js';
import { FolderPage, type FrameContext, type PageKind } from '../panels/folderPage.js';
import type { PanelContent } from '../panels/folderPanels.js';
import { pageWork } from '../panels/pageWork.js';
import { offerReport, showReport } from '../results/reportPanel.js';
import { signalOf } from '../workbench/signalOf.js';
import { readEvaluationMessage, type EvaluationIntent } from './evaluationIntents.js';

const EVALUATION_PAGE: PageKind<EvaluationIntent> = {
  script: 'evaluation.js',
  styles: 'evaluation.css',
  read: readEvaluationMessage,
  forLooking: ['cancel', 'copy'],
};

export interface EvaluationContext extends FrameContext {
  readonly engine: Pick<Engine, 'request'>;
}

export class EvaluationPage implements PanelContent {
  readonly #context: EvaluationContext;
  readonly #page: FolderPage<EvaluationDown, EvaluationIntent>;
  readonly #shown: () => void;
  #folders: readonly string[] = [];
  #radiusPx = DEFAULT_RADIUS_PX;
  readonly #evaluation = pageWork<EvaluationDocument>();
  #stopPictures = new AbortController();

  constructor(webview: vscode.Webview, context: EvaluationContext, shown: () => void) {
    this.#context = context;
    this.#shown = shown;
    this.#page = new FolderPage(webview, context, EVALUATION_PAGE, {
      act: (intent) => this.#act(intent),
      refresh: () => {
        if (!this.#evaluation.latest()) this.#begin();
      },
    });
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Shows an evaluation of the folder of results, that of truths, and that of other results if there is one. */
  show(folders: readonly string[]): Promise<void> {
    if (folders.length >= 2 && JSON.stringify(folders) !== JSON.stringify(this.#folders)) {
      this.#folders = folders;
      this.#page.load([]);
      this.#shown();
      this.#begin();
    }
    return Promise.resolve();
  }

  /** The evaluation that is shown. @throws EngineError if it failed or was cancelled */
  async evaluated(): Promise<EvaluationDocument> {
    const document = await this.#evaluation.latest();
    if (!document)
      throw new EngineError('usage', vscode.l10n.t('Trust the workspace to evaluate its results.'));
    return document;
  }

  dispose(): void {
    this.#evaluation.forget();
    this.#stopPictures.abort();
    this.#page.dispose();
  }

  get #settings(): EvaluationSettings {
    const [prediction, truth, against] = this.#folders;
    const settings = { prediction: prediction!, truth: truth!, radiusPx: this.#radiusPx };
    return against === undefined ? settings : { ...settings, against };
  }

  #begin(): void {
    if (!vscode.workspace.isTrusted) return this.#show({});
    this.#show({ progress: { stage: '', done: 0, total: 0 } });
    const settings = this.#settings;
    this.#evaluation.begin({
      start: (control) => this.#context.engine.request('evaluation/compare', settings, control),
      progress: (progress) => this.#show({ progress }),
      done: (document) => this.#show({ document, command: evaluationCommand(settings) }),
      failed: (error) => {
        const isCancelled = error instanceof EngineError && error.code === 'cancelled';
        this.#show({ failure: isCancelled ? vscode.l10n.t('Cancelled.') : error.message });
      },
    });
  }

  #show(state: Pick<EvaluationState, 'progress' | 'document' | 'command' | 'failure'>): void {
    const { isTrusted: trusted } = vscode.workspace;
    this.#page.show({
      type: 'show',
      state: { trusted, folders: this.#folders, radiusPx: this.#radiusPx, ...state },
    });
  }

  async #act(intent: EvaluationIntent): Promise<unknown> {
    switch (intent.type) {
      case 'again':
        return this.#begin();
      case 'radius':
        this.#radiusPx = intent.radiusPx;
        return this.#begin();
      case 'cancel':
        return this.#evaluation.cancel();
      case 'pictures':
        return this.#showPictures({ image: intent.image, ofOther: intent.ofOther });
      case 'saveReport':
        return this.#saveReport();
      case 'copy':
        return vscode.env.clipboard.writeText(copied(await this.evaluated(), intent.form));
    }
  }

  /** Posts the pictures of one image; a later request cancels an earlier one. */
  async #showPictures(asked: AskedPictures): Promise<void> {
    this.#stopPictures.abort();
    this.#stopPictures = new AbortController();
    const { signal } = this.#stopPictures;
    try {
      const params = { settings: this.#settings, ...asked };
      const pictures = await this.#context.engine.request('evaluation/pictures', params, { signal });
      this.#page.post({ type: 'pictures', ...asked, ...pictures });
    } catch (thrown) {
      if (!signal.aborted) this.#page.post({ type: 'pictures', ...asked, failure: asError(thrown).message });
    }
  }

  async #saveReport(): Promise<void> {
    const { settings } = await this.evaluated();
    const name = `${basename(settings.prediction)}-evaluation.html`;
    const file = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.file(join(dirname(settings.prediction), name)),
      filters: { [vscode.l10n.t('Report as HTML')]: ['html'] },
      title: vscode.l10n.t('Save the report of the evaluation'),
    });
    if (!file) return;
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('DeepLIIF: writing the report'),
      cancellable: true,
    };
    await vscode.window.withProgress(options, (progress, token) =>
      this.#context.engine.request(
        'evaluation/report',
        { settings, file: file.fsPath },
        {
          signal: signalOf(token),
          report: ({ stage, done, total }) => progress.report({ message: `${stage} ${done + 1}/${total}` }),
        },
      ),
    );
    await showReport(file);
    void offerReport(vscode.l10n.t('Saved as {0}.', basename(file.fsPath)), file);
  }
}

/** Text for the clipboard, as the command line writes it. */
export function copied(document: EvaluationDocument, form: CopyForm): string {
  if (form === 'csv') return [...csvLines(evaluationRows(document))].join('');
  if (form === 'json') return `${JSON.stringify(document, null, 1)}\n`;
  return evaluationCommand(document.settings);
}
