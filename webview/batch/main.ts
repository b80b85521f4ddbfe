// Entry of the page of a batch.

import type { BatchDown, BatchUp } from '../messages/batch.js';
import { startPage } from '../ui/startPage.js';
import './batch.css';
import { BatchApp } from './BatchApp.js';

startPage<BatchDown, BatchUp>(BatchApp);
