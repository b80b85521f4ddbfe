// Entry of the page: connects to the extension host and fills the root.

import '@vscode/codicons/dist/codicon.css';
import './panel.css';
import { h, render } from 'preact';
import { registerControls } from '../ui/controls.js';
import { connectHost } from '../ui/host.js';
import type { ViewerDown, ViewerUp } from '../messages/viewer.js';
import { App } from './App.js';

const host = connectHost<ViewerDown, ViewerUp>();
const fail = (message: string) => host.post({ type: 'failed', message, show: false });
window.addEventListener('error', (event) => fail(event.message));
window.addEventListener('unhandledrejection', (event) => fail(String(event.reason)));
registerControls();
render(h(App, { host }), document.getElementById('root')!);
