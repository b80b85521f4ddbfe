// Entry of the training dashboard's page.

import type { TrainingDown, TrainingUp } from '../messages/training.js';
import { startPage } from '../ui/startPage.js';
import './training.css';
import './notes.css';
import './runs.css';
import './curves.css';
import './samples.css';
import { TrainingApp } from './TrainingApp.js';

startPage<TrainingDown, TrainingUp>(TrainingApp);
