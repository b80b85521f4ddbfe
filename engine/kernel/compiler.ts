// TypeScript's compiler, loaded by `require`: an `import` would first read its nine megabytes for names of exports, which
// takes longer than loading it.

import { createRequire } from 'node:module';
import type TS from 'typescript';

export const ts = createRequire(import.meta.url)('typescript') as typeof TS;
