// Slides that were opened before VS Code knew this extension: a window that starts for the first time after the
// installation shows them as "binary". They are opened again, in the viewer.

import * as vscode from 'vscode';
import { EDITORS } from '../workbench/ids.js';

interface Manifest {
  readonly contributes: {
    readonly customEditors: readonly {
      readonly viewType: string;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
  };
}

/** `manifest`: package.json. A format that the user has given to another editor stays there. */
export async function reopenSlides(manifest: Manifest): Promise<void> {
  const chosen = vscode.workspace.getConfiguration('workbench').get<object>('editorAssociations', {});
  const endings = manifest.contributes.customEditors
    .filter(({ viewType }) => viewType === EDITORS.slide)
    .flatMap(({ selector }) => selector.map(({ filenamePattern }) => filenamePattern))
    .filter((pattern) => !Object.hasOwn(chosen, pattern))
    .map((pattern) => pattern.slice(1));
  const shown = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
  for (const tab of shown) {
    const { input, group, isActive, isPreview } = tab;
    if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== 'file') continue;
    if (!endings.some((ending) => input.uri.path.toLowerCase().endsWith(ending))) continue;
    await vscode.window.tabGroups.close(tab, true);
    const options = { viewColumn: group.viewColumn, preserveFocus: !isActive, preview: isPreview };
    await vscode.commands.executeCommand('vscode.openWith', input.uri, EDITORS.slide, options);
  }
}
