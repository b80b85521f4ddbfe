// Entry of the result panel's page.

import type { ViewerDown, ViewerUp } from '../messages/viewer.js';
import { startPage } from '../ui/startPage.js';
import './panel.css';
import { App } from './App.js';

startPage<ViewerDown, ViewerUp>(App);
