// All checks, in the order in which authors read them: the declaration first, then what it names.

import { checks } from './checks.js';
import { dataChecks } from './dataChecks.js';
import { declarationChecks } from './declarationChecks.js';
import { exporterChecks } from './exporterChecks.js';
import { measurementChecks } from './measurementChecks.js';
import { modelChecks } from './modelChecks.js';
import { moduleChecks } from './moduleChecks.js';
import { postProcessorChecks } from './postProcessorChecks.js';
import { readerChecks } from './readerChecks.js';
import { scorerChecks } from './scorerChecks.js';
import { prunerChecks, samplerChecks } from './searchChecks.js';

checks.add(
  ...declarationChecks,
  ...moduleChecks,
  ...measurementChecks,
  ...scorerChecks,
  ...exporterChecks,
  ...postProcessorChecks,
  ...readerChecks,
  ...samplerChecks,
  ...prunerChecks,
  ...modelChecks,
  ...dataChecks,
);
