// Turns VS Code’s cancellation token into the signal that requests of the engine take.

import type * as vscode from 'vscode';

/** Aborted as soon as the user cancels. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
