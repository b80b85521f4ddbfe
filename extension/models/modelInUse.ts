// Model that the settings mean, for the status bar: as the engine listed it, or before that as the setting names it.

import * as vscode from 'vscode';
import { DEFAULT_MODEL } from '../../engine/protocol/defaultModel.js';
import type { StatusModel } from '../engine/statusText.js';
import { CONTEXTS, SETTINGS } from '../workbench/ids.js';
import { onSettingsChange, settingsFor } from '../workbench/userSettings.js';
import { modelMeant, type KnownModel, type ModelPlaces } from './knownModels.js';
import type { ModelsView } from './modelsView.js';

/** Calls back with the model now and whenever it changes; one that the user brought completes its step of the walkthrough. */
export function followModelInUse(
  models: ModelsView,
  places: ModelPlaces,
  show: (model: StatusModel) => void,
): vscode.Disposable {
  let listed: readonly KnownModel[] = [];
  const update = () => {
    const setting = settingsFor().model;
    const model = modelMeant(listed, setting, places);
    if (!model.demo && setting !== '' && setting !== DEFAULT_MODEL)
      void vscode.commands.executeCommand('setContext', CONTEXTS.realModel, true);
    show(model);
  };
  update();
  return vscode.Disposable.from(
    models.onDidList((all) => {
      listed = all;
      update();
    }),
    onSettingsChange([SETTINGS.model], update),
  );
}
