// Models of runs as commands need them: the one that a run wrote at its end, and those of its checkpoints, which are made
// when somebody wants them.

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { ModelOfRun } from '../../engine/protocol/requests.js';
import { SETTINGS } from '../workbench/ids.js';
import { writeSetting } from '../workbench/userSettings.js';
import type { RunControl } from './runControl.js';

export interface ModelsContext {
  readonly control: RunControl;
  /** Called when a run has got a model. */
  readonly modelsChanged: () => void;
}

/** Makes the model of a checkpoint, unless it is there already. The run may be training. */
export async function modelOfCheckpoint(
  { control, modelsChanged }: ModelsContext,
  folder: string,
  checkpoint: string,
): Promise<ModelOfRun> {
  const title = vscode.l10n.t('DeepLIIF: making a model of {0}', checkpoint);
  const options = { location: vscode.ProgressLocation.Notification, title };
  const model = await vscode.window.withProgress(options, () => control.model(folder, checkpoint));
  modelsChanged();
  return model;
}

/** Makes the model of a checkpoint the one that analyses images; returns its folder. */
export async function useCheckpoint(
  context: ModelsContext,
  folder: string,
  checkpoint: string,
): Promise<string> {
  const model = await modelOfCheckpoint(context, folder, checkpoint);
  await use(model.folder, model.title);
  return model.folder;
}

async function use(model: string, title: string): Promise<void> {
  await writeSetting(SETTINGS.model, model);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('"{0}" now analyses your images. Select Model… chooses another.', title),
  );
}

/** Uses the model that the run wrote at its end; a run without one has a model made of its best checkpoint. */
export async function useModelOfRun(context: ModelsContext, folder: string): Promise<void> {
  const atTheEnd = join(folder, 'model');
  if (existsSync(join(atTheEnd, 'manifest.json'))) await use(atTheEnd, basename(folder));
  else await useCheckpoint(context, folder, 'best');
}
