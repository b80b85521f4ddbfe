// Entry of the page of an evaluation.

import type { EvaluationDown, EvaluationUp } from '../messages/evaluation.js';
import { startPage } from '../ui/startPage.js';
import './evaluation.css';
import { EvaluationApp } from './EvaluationApp.js';

startPage<EvaluationDown, EvaluationUp>(EvaluationApp);
