// The user's settings, `deepliif.*`, read at the moment they are needed. package.json declares them with their
// defaults and says to people what they mean.

import type { WorkspaceConfiguration } from 'vscode';
import type { BackendId } from '../engine/protocol/backends.js';

export const SECTION = 'deepliif';

export interface Settings {
  /** Model folder, or the name of a bundled model; empty: the default model. */
  readonly model: string;
  /** Where result folders go: absolute, or relative to the workspace folder of the image. */
  readonly resultsFolder: string;
  readonly backend: BackendId | 'auto';
}

/** `configuration`: that of the section. Values have the types that package.json declares, which VS Code checks. */
export function settingsOf(configuration: Pick<WorkspaceConfiguration, 'get'>): Settings {
  return {
    model: configuration.get<string>('model', ''),
    resultsFolder: configuration.get<string>('resultsFolder', 'deepliif-results'),
    backend: configuration.get<Settings['backend']>('backend', 'auto'),
  };
}
