// Outputs of a running cell, as VS Code shows and saves them.

import * as vscode from 'vscode';
import type { CellError, CellOutput } from '../../engine/protocol/kernelRequests.js';
import type { OutputBundle } from '../../engine/protocol/outputs.js';

export interface CellOutputs {
  add(output: CellOutput): void;
  addError(error: Omit<CellError, 'place'>): void;
  /** Waits until VS Code has everything. */
  written(): Promise<void>;
}

/** Changes are made one after the other; those of a cell that was deleted meanwhile are dropped. */
export function cellOutputs(execution: vscode.NotebookCellExecution): CellOutputs {
  let last: Thenable<void> = execution.clearOutput().then(undefined, () => undefined);
  let stream: { readonly type: 'stdout' | 'stderr'; readonly output: vscode.NotebookCellOutput } | undefined;
  const displays = new Map<number, vscode.NotebookCellOutput>();

  const change = (make: () => Thenable<void>) => {
    last = last.then(make).then(undefined, () => undefined);
  };
  const append = (items: vscode.NotebookCellOutputItem[]): vscode.NotebookCellOutput => {
    const output = new vscode.NotebookCellOutput(items);
    change(() => execution.appendOutput(output));
    return output;
  };

  return {
    add: (output) => {
      if (output.type !== 'display') {
        const item = vscode.NotebookCellOutputItem[output.type](output.text);
        const open = stream?.type === output.type ? stream.output : undefined;
        if (open) change(() => execution.appendOutputItems(item, open));
        else stream = { type: output.type, output: append([item]) };
        return;
      }
      const items = itemsOf(output.bundle);
      const shown = displays.get(output.display);
      if (shown) {
        change(() => execution.replaceOutputItems(items, shown));
        return;
      }
      stream = undefined;
      displays.set(output.display, append(items));
    },
    addError: (error) => {
      append([vscode.NotebookCellOutputItem.error(error)]);
    },
    written: async () => {
      await last;
    },
  };
}

/** Representations as VS Code's items. Pictures are base64 in a bundle, and bytes in VS Code. */
function itemsOf(bundle: OutputBundle): vscode.NotebookCellOutputItem[] {
  return Object.entries(bundle).map(([mime, data]) => {
    if (typeof data !== 'string') return vscode.NotebookCellOutputItem.json(data, mime);
    return /^image\/(?!svg)/.test(mime)
      ? new vscode.NotebookCellOutputItem(new Uint8Array(Buffer.from(data, 'base64')), mime)
      : vscode.NotebookCellOutputItem.text(data, mime);
  });
}
