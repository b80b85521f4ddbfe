// Entry of the training dashboard's page: connects to the extension host and fills the root.

import '@vscode/codicons/dist/codicon.css';
import './training.css';
import './curves.css';
import './samples.css';
import './runTable.css';
import './highContrast.css';
import { h, render } from 'preact';
import { registerControls } from '../ui/controls.js';
import { connectHost } from '../ui/host.js';
import type { TrainingDown, TrainingUp } from '../messages/training.js';
import { rememberedOf } from './remembered.js';
import { TrainingApp } from './TrainingApp.js';

const host = connectHost<TrainingDown, TrainingUp>();
const fail = (message: string) => host.post({ type: 'failed', message, show: false });
window.addEventListener('error', (event) => fail(event.message));
window.addEventListener('unhandledrejection', (event) => fail(String(event.reason)));
// What was seen last comes before its buttons, of which there are many: they take their places a frame later.
if (rememberedOf(host.saved)) requestAnimationFrame(() => setTimeout(registerControls));
else registerControls();
render(h(TrainingApp, { host }), document.getElementById('root')!);
