// File of a program of the engine that runs in a process of its own.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of `<program>.js`: beside this file's chunk in the bundled engine, a folder above this file otherwise. */
export function programFile(program: string): string {
  const beside = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../${program}.js`, import.meta.url));
}
