// Start of every page: styles, channel, controls, and the component that fills the page. Errors go to the host's log.

import '@vscode/codicons/dist/codicon.css';
import './ui.css';
import { h, render, type ComponentType } from 'preact';
import type { PageUp } from '../messages/page.js';
import { registerControls } from './Controls.js';
import { connectHost, type Host } from './host.js';
import { Page } from './Page.js';

export function startPage<Down, Up>(App: ComponentType<{ readonly host: Host<Down, Up | PageUp> }>): void {
  const host = connectHost<Down, Up | PageUp>();
  const fail = (message: string) => host.post({ type: 'failed', message, show: false });
  window.addEventListener('error', (event) => fail(event.message));
  window.addEventListener('unhandledrejection', (event) => fail(String(event.reason)));
  registerControls();
  render(h(Page, { onError: fail, children: h(App, { host }) }), document.getElementById('root')!);
}
