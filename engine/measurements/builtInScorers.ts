// List of the built-in scorers, in the order of the report.

import { allredScorer } from './allredScorer.js';
import { hScoreScorer } from './hScoreScorer.js';
import { percentPositive } from './percentPositive.js';
import { scorers } from './scorers.js';

scorers.add(percentPositive, hScoreScorer, allredScorer);
