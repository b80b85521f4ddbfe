// Entry of the page that shows the check of a folder of training data.

import type { DataDown, DataUp } from '../messages/data.js';
import { startPage } from '../ui/startPage.js';
import './data.css';
import { DataApp } from './DataApp.js';

startPage<DataDown, DataUp>(DataApp);
