// Host's side of the panel of a sweep: its state and the rows of trials that changed go down, intents come up. The journal is
// followed, so that a long sweep is read once.

import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { followSweep, type SweepFollower, type SweepNow } from '../../engine/reading/followSweep.js';
import { runFolderOfTrial } from '../../engine/reading/glanceSweep.js';
import type { SweepDown } from '../../webview/messages/sweep.js';
import { FolderPage, type FrameContext, type PageKind } from '../panels/folderPage.js';
import type { PanelContent } from '../panels/folderPanels.js';
import { saveFile } from '../panels/saveFile.js';
import { showFailure } from '../workbench/commandTable.js';
import { COMMANDS } from '../workbench/ids.js';
import type { SweepControl } from './sweepControl.js';
import { readSweepMessage, type SweepIntent } from './sweepIntents.js';
import { sweepState } from './sweepState.js';
import { trialPictures } from './trialPictures.js';
import { trialMessages } from './trialRows.js';

const SWEEP_PAGE: PageKind<SweepIntent> = {
  script: 'sweep.js',
  styles: 'sweep.css',
  worker: 'sweepWorker.js',
  read: readSweepMessage,
  forLooking: ['openRun', 'pictures', 'save', 'study'],
};

/** Intervals of reading a sweep on which somebody works, and one at rest: a watcher misses changes on network disks. */
const LIVE_MS = 1000;
const STILL_MS = 5000;

export class SweepPage implements PanelContent {
  readonly #page: FolderPage<SweepDown, SweepIntent>;
  readonly #frame: FrameContext;
  readonly #control: SweepControl;
  readonly #shown: () => void;
  #place: string | undefined;
  #follower: SweepFollower | undefined;
  #study: string | undefined;
  #last: SweepNow | undefined;
  #lastState = '';
  #reading: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Message of the last reading, if it failed. */
  #failure: string | undefined;
  #disposed = false;

  constructor(webview: vscode.Webview, frame: FrameContext, control: SweepControl, shown: () => void) {
    this.#frame = frame;
    this.#control = control;
    this.#shown = shown;
    this.#page = new FolderPage(webview, frame, SWEEP_PAGE, {
      act: (intent) => this.#act(intent),
      refresh: () => this.refresh(),
      loaded: () => void this.#sendAll(),
    });
  }

  get folders(): readonly string[] {
    return this.#place === undefined ? [] : [this.#place];
  }

  async show([place]: readonly string[]): Promise<void> {
    if (place === undefined) return;
    if (place !== this.#place) {
      this.#place = place;
      this.#follower = followSweep(place);
      this.#study = undefined;
      this.#lastState = '';
      this.#failure = undefined;
      this.#page.follow([place]);
      this.#page.load(rootsOf(place));
    }
    await this.refresh();
    this.#shown();
  }

  /** Reads what is new, one reading after the other, and again after a while. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#reading = (this.#reading ?? Promise.resolve())
      .then(() => this.#readNow())
      .catch((thrown: unknown) => this.#tellFailure(thrown));
    await this.#reading;
    clearTimeout(this.#timer);
    if (this.#disposed) return;
    const isLive =
      this.#last?.isWorking === true || this.#last?.study?.trials.some(({ state }) => state === 'running');
    this.#timer = setTimeout(() => void this.refresh(), isLive ? LIVE_MS : STILL_MS);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#page.dispose();
  }

  async #readNow(): Promise<void> {
    const place = this.#place;
    const follower = this.#follower;
    if (place === undefined || !follower || this.#disposed) return;
    const now = await follower.read(this.#study);
    this.#failure = undefined;
    if (this.#disposed || place !== this.#place) return;
    this.#last = now;
    const state = sweepState(place, now, vscode.workspace.isTrusted);
    const text = JSON.stringify(state);
    if (text !== this.#lastState) this.#page.show({ type: 'show', state });
    this.#lastState = text;
    for (const message of trialMessages(place, now)) this.#page.post(message);
  }

  /** Shows why the sweep cannot be read. Every reading may fail in the same way, which is told once. */
  #tellFailure(thrown: unknown): void {
    const { message } = asError(thrown);
    if (this.#disposed || message === this.#failure) return;
    this.#failure = message;
    showFailure(thrown, this.#frame.log);
  }

  /** Sends every trial: the page has loaded anew and is empty. */
  async #sendAll(): Promise<void> {
    await this.#reading;
    const { study, leases } = this.#last ?? {};
    if (this.#place === undefined || !leases) return;
    const all = { changed: study?.trials ?? [], isAnew: true, leases };
    for (const message of trialMessages(this.#place, all)) this.#page.post(message);
  }

  async #act(intent: SweepIntent): Promise<unknown> {
    const place = this.#place;
    if (place === undefined) return undefined;
    const folder = vscode.Uri.file(place);
    switch (intent.type) {
      case 'steer': {
        const { phase, workers } = intent;
        await this.#control.steer(place, {
          ...(phase === undefined ? {} : { phase }),
          ...(workers === undefined ? {} : { workers }),
        });
        return this.refresh();
      }
      case 'stopTrial':
        await this.#control.stopTrial(place, intent.trial);
        return this.refresh();
      case 'retryTrial':
        await this.#control.retryTrial(place, intent.trial, intent.from);
        return this.refresh();
      case 'enqueue':
        await this.#control.enqueue(place, intent.values);
        return this.refresh();
      case 'startTraining':
        return vscode.commands.executeCommand(COMMANDS.startBest, folder, intent.trial);
      case 'editSpace':
        return vscode.commands.executeCommand(COMMANDS.editSweep, folder);
      case 'openRun': {
        const trial = this.#last?.study?.trials[intent.trial];
        const run = trial && runFolderOfTrial(trial, place);
        if (run === undefined) return undefined;
        return vscode.commands.executeCommand(COMMANDS.openDashboard, vscode.Uri.file(run));
      }
      case 'pictures':
        return this.#sendPictures(place, intent.trials);
      case 'study':
        this.#study = intent.name;
        return this.refresh();
      case 'save': {
        const { name: stem, format, bytes } = intent;
        return saveFile({ bytes, stem, format, title: vscode.l10n.t('Save {0}', stem) });
      }
    }
  }

  async #sendPictures(place: string, trials: readonly number[]): Promise<void> {
    for (const number of trials) {
      const trial = this.#last?.study?.trials[number];
      this.#page.post(
        await trialPictures(place, number, trial, (file, version) => this.#page.uriOf(file, version)),
      );
    }
  }
}

/** Folders whose pictures the page may read: the sweep's own, with its runs. A bare journal has none. */
function rootsOf(place: string): readonly string[] {
  return place.endsWith('.log') ? [] : [place];
}
