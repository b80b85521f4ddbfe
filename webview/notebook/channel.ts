// Channel of all outputs to the extension. Hosts may not offer one: outputs then show what they hold.

import type { RendererContext } from 'vscode-notebook-renderer';
import type { NotebookDown, NotebookUp } from '../messages/notebook.js';

export interface OutputChannel {
  /** Undefined if the host offers no messages. */
  readonly post: ((message: NotebookUp) => void) | undefined;
  /** Calls back for the messages to one output; returns how to stop. */
  listen(output: string, receive: (message: NotebookDown) => void): () => void;
}

export function connectOutputs(
  context: Pick<RendererContext<unknown>, 'postMessage' | 'onDidReceiveMessage'>,
): OutputChannel {
  const listeners = new Map<string, (message: NotebookDown) => void>();
  // Messages come from our extension only, and say which output they are for.
  context.onDidReceiveMessage?.((message: NotebookDown) => listeners.get(message.output)?.(message));
  const post = context.postMessage?.bind(context);
  return {
    post: post && context.onDidReceiveMessage ? (message) => post(message) : undefined,
    listen: (output, receive) => {
      listeners.set(output, receive);
      return () => {
        if (listeners.get(output) === receive) listeners.delete(output);
      };
    },
  };
}
