// Entry of the page that shows the style of images.

import type { StyleDown, StyleUp } from '../messages/style.js';
import { startPage } from '../ui/startPage.js';
import './chartParts.js';
import '../charts/plot.css';
import './style.css';
import { StyleApp } from './StyleApp.js';

startPage<StyleDown, StyleUp>(StyleApp);
