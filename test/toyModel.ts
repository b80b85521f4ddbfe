// Toy model of the tests: very small, made by the reference, with outputs of the reference to compare with. Tests that
// expect numbers, pictures or texts of a model name it, so that a better default model changes none of them.

import { join } from 'node:path';
import { packageRoot } from '../engine/files/packageRoot.js';

/** Folder of the toy, an absolute path. */
export const TOY_MODEL = join(packageRoot(), 'test', 'fixtures', 'models', 'deepliif-tiny');
