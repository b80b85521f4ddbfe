// VS Code's translations for modules that unit tests load outside VS Code, where there is no module `vscode`. Only
// there the English text is filled in here. Modules that import `vscode` anyway call `vscode.l10n.t`.

import type * as vscode from 'vscode';

/** Value that fills a place of a message. */
export type Filling = string | number | boolean;

// VS Code loads the extension as CommonJS, which has `require`; unit tests load its modules as ES modules.
declare const require: ((id: 'vscode') => typeof vscode) | undefined;

export const l10n: { readonly t: (message: string, ...fillings: readonly Filling[]) => string } =
  typeof require === 'function' ? require('vscode').l10n : { t: inEnglish };

/** "{0} of {1}", 1, 2 → "1 of 2". A place without a filling stays as it is. */
export function inEnglish(message: string, ...fillings: readonly Filling[]): string {
  return message.replace(/\{(\d+)\}/g, (place, index: string) => String(fillings[Number(index)] ?? place));
}
