// package.json as VS Code sees it: every "%key%" stands for a text in package.nls.json, which can be translated.

import { readFileSync } from 'node:fs';
import { packageRoot } from '../../../engine/files/packageRoot.js';

const KEY = /^%([\w.-]+)%$/;

/** Texts of package.json, in English. */
export function manifestTexts(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(`${packageRoot()}/package.nls.json`, 'utf8')) as Record<string, string>;
}

/** package.json with its texts filled in, or, without `texts`, as it is. A key that has no text stays. */
export function readManifest<Manifest>(texts: Readonly<Record<string, string>> = manifestTexts()): Manifest {
  const text = readFileSync(`${packageRoot()}/package.json`, 'utf8');
  return JSON.parse(text, (_, value: unknown) => {
    const key = typeof value === 'string' ? KEY.exec(value)?.[1] : undefined;
    return key === undefined ? value : (texts[key] ?? value);
  }) as Manifest;
}
