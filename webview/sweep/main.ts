// Entry of the page of a sweep.

import type { SweepDown, SweepUp } from '../messages/sweep.js';
import { startPage } from '../ui/startPage.js';
import './chartParts.js';
import '../charts/plot.css';
import './sweep.css';
import './plots.css';
import { SweepApp } from './SweepApp.js';

startPage<SweepDown, SweepUp>(SweepApp);
