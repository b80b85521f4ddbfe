// Controller of the kernel: runs the cells that VS Code hands over, one notebook beside the other, the cells of a notebook
// one after the other.

import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import type { CellEnd } from '../../engine/protocol/kernelRequests.js';
import { cellOutputs } from './cellOutputs.js';
import { asksForKernel, KERNEL_ID, KERNEL_LANGUAGES, NOTEBOOK_TYPE } from './kernelIds.js';
import type { NotebookKernel } from './kernelProcess.js';

export interface KernelController extends vscode.Disposable {
  /** Ends the kernel of a notebook; its next cell starts another one. */
  restart(notebook: vscode.NotebookDocument): Promise<void>;
  /** True if the notebook asks for this kernel, or the user has chosen it. */
  isOurs(notebook: vscode.NotebookDocument): boolean;
  /** Fires when the user has chosen this kernel, or another one. */
  readonly onDidChoose: vscode.Event<vscode.NotebookDocument>;
}

interface OpenNotebook {
  readonly kernel: NotebookKernel;
  /** Resolves after the cells in hand. */
  last: Promise<void>;
  /** Raised by each interrupt: cells that were waiting at that time are not run. */
  interrupts: number;
}

/** `makeKernel` is called for the first cell of a notebook. */
export function createKernelController(
  makeKernel: (notebook: vscode.NotebookDocument) => Promise<NotebookKernel>,
): KernelController {
  const open = new Map<vscode.NotebookDocument, Promise<OpenNotebook>>();
  /** Choices of the user, where VS Code has told any. */
  const chosen = new WeakMap<vscode.NotebookDocument, boolean>();
  const chose = new vscode.EventEmitter<vscode.NotebookDocument>();
  const controller = vscode.notebooks.createNotebookController(
    KERNEL_ID,
    NOTEBOOK_TYPE,
    vscode.l10n.t('DeepLIIF (TypeScript)'),
  );
  controller.supportedLanguages = [...KERNEL_LANGUAGES];
  controller.supportsExecutionOrder = true;
  controller.description = vscode.l10n.t('Cells in TypeScript and JavaScript, with DeepLIIF in scope');

  const opened = (notebook: vscode.NotebookDocument): Promise<OpenNotebook> => {
    const known = open.get(notebook);
    if (known) return known;
    const made = makeKernel(notebook).then((kernel) => ({ kernel, last: Promise.resolve(), interrupts: 0 }));
    open.set(notebook, made);
    // The next cell tries again.
    made.catch(() => open.delete(notebook));
    return made;
  };

  controller.executeHandler = async (cells, notebook) => {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('DeepLIIF runs notebooks only in trusted workspaces. Trust the workspace first.'),
      );
      return;
    }
    // All cells show at once that they wait.
    const executions = cells.map((cell) => controller.createNotebookCellExecution(cell));
    const state = await opened(notebook);
    const { interrupts } = state;
    const turn = state.last.then(async () => {
      let goesOn = true;
      for (const execution of executions) {
        if (goesOn && state.interrupts === interrupts) goesOn = await runCell(execution, state.kernel);
        else skip(execution);
      }
    });
    state.last = turn.catch(() => undefined);
    await turn;
  };
  controller.interruptHandler = async (notebook) => {
    const state = await open.get(notebook);
    if (!state) return;
    state.interrupts++;
    await state.kernel.interrupt();
  };

  const stop = async (notebook: vscode.NotebookDocument) => {
    const made = open.get(notebook);
    open.delete(notebook);
    const state = await made?.catch(() => undefined);
    if (!state) return;
    // Cells that wait would start another kernel, which nothing stops.
    state.interrupts++;
    await state.kernel.stop();
  };
  const prefer = (notebook: vscode.NotebookDocument) => {
    if (notebook.notebookType === NOTEBOOK_TYPE && asksForKernel(notebook.metadata))
      controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  };
  vscode.workspace.notebookDocuments.forEach(prefer);
  const followed = vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(prefer),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => void stop(notebook)),
    controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      if (!selected) void stop(notebook);
      chosen.set(notebook, selected);
      chose.fire(notebook);
    }),
    chose,
  );

  return {
    restart: async (notebook) => {
      const state = await open.get(notebook);
      if (!state) return;
      state.interrupts++;
      await state.kernel.stop();
    },
    isOurs: (notebook) =>
      notebook.notebookType === NOTEBOOK_TYPE && (chosen.get(notebook) ?? asksForKernel(notebook.metadata)),
    onDidChoose: chose.event,
    dispose: () => {
      followed.dispose();
      controller.dispose();
      for (const notebook of open.keys()) void stop(notebook);
    },
  };
}

/** True if the cells behind this one may run. */
async function runCell(execution: vscode.NotebookCellExecution, kernel: NotebookKernel): Promise<boolean> {
  const { document } = execution.cell;
  const language = document.languageId === 'javascript' ? 'javascript' : 'typescript';
  execution.start(Date.now());
  const outputs = cellOutputs(execution);
  const began = (order: number) => {
    execution.executionOrder = order;
  };
  let end: CellEnd;
  try {
    end = await kernel.run({ code: document.getText(), language }, began, (output) => outputs.add(output));
  } catch (thrown) {
    const { message } = asError(thrown);
    end = { status: 'failed', error: { name: 'DeepLIIF', message, stack: message } };
  }
  if (end.status === 'failed') outputs.addError(end.error);
  if (end.status === 'interrupted') {
    const message = vscode.l10n.t('The cell was interrupted.');
    outputs.addError({ name: vscode.l10n.t('Interrupted'), message, stack: message });
  }
  await outputs.written();
  try {
    execution.end(end.status === 'done', Date.now());
  } catch {
    return true; // the cell was deleted while it ran, which stops none of the others
  }
  return end.status === 'done';
}

function skip(execution: vscode.NotebookCellExecution): void {
  try {
    execution.start();
    execution.end(undefined);
  } catch {
    // deleted meanwhile
  }
}
