// Renderer of DeepLIIF's outputs in notebooks. It works with any kernel and with none, in read-only and untrusted notebooks;
// where the host offers messages, outputs also open panels and follow running trainings.

import '@vscode/codicons/dist/codicon.css';
import '../ui/ui.css';
import './notebook.css';
import { h, render } from 'preact';
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { registerControls } from '../ui/Controls.js';
import { connectOutputs } from './channel.js';
import { addIcons } from './icons.js';
import { Output } from './Output.js';
import { outputStyles } from './styles.js';
import { forgetKept } from './useKept.js';

export const activate: ActivationFunction = (context) => {
  const channel = connectOutputs(context);
  const roots = new Map<string, ShadowRoot>();
  const remove = (id: string) => {
    const root = roots.get(id);
    if (root) render(null, root);
    roots.delete(id);
  };
  return {
    renderOutputItem: (item, element) => {
      registerControls();
      addIcons();
      // An output that changes keeps its element.
      const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [outputStyles()];
      for (const [id, other] of roots) if (other === root && id !== item.id) roots.delete(id);
      roots.set(item.id, root);
      const read = (): unknown => item.json();
      render(h(Output, { key: item.id, id: item.id, mime: item.mime, read, channel }), root);
    },
    disposeOutputItem: (id) => {
      for (const known of id === undefined ? [...roots.keys()] : [id]) remove(known);
      forgetKept(id);
    },
  };
};
