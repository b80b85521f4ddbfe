// Messages of outputs in notebooks. Light, since it is part of every start: what answers them is loaded with the first one
// (decision 0011).

import * as vscode from 'vscode';
import type { NotebookDown } from '../../webview/messages/notebook.js';
import { showFailure } from '../workbench/commandTable.js';
import { RENDERER } from '../workbench/ids.js';
import type { OutputAnswers } from './answerOutputs.js';

/** A message of an output and the editor that it is in; VS Code types the message as any. */
interface Received {
  readonly editor: vscode.NotebookEditor;
  readonly message: unknown;
}

export function registerRenderer(log: vscode.LogOutputChannel): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(RENDERER);
  let answers: Promise<OutputAnswers> | undefined;
  const start = async () => {
    const { answerOutputs } = await import('./answerOutputs.js');
    return answerOutputs((editor, message: NotebookDown) => messaging.postMessage(message, editor));
  };
  const listening = messaging.onDidReceiveMessage(({ editor, message }: Received) => {
    void (answers ??= start())
      .then(async (ready) => {
        await ready.receive(editor, message);
      })
      .catch((thrown: unknown) => showFailure(thrown, log));
  });
  return vscode.Disposable.from(listening, {
    dispose: () => void answers?.then((ready) => void ready.dispose()),
  });
}
