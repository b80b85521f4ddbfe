// Files of docs/extension-api.md: code blocks below a comment `<!-- file: folder/name -->` are whole files, which tests write
// into a folder and run.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageRoot } from '../engine/files/packageRoot.js';

export interface CodeBlock {
  /** "nuclear-size/package.json"; absent for a part of a file. */
  readonly file?: string;
  readonly language: string;
  readonly text: string;
  /** Line of the document, from 1. */
  readonly line: number;
}

export async function documentedBlocks(): Promise<readonly CodeBlock[]> {
  const document = await readFile(join(packageRoot(), 'docs/extension-api.md'), 'utf8');
  const blocks = document.matchAll(/(?:<!-- file: (\S+) -->\n\n)?```(\w*)\n(.*?)```/gs);
  return [...blocks].map(({ 1: file, 2: language = '', 3: text = '', index }) => ({
    ...(file === undefined ? {} : { file }),
    ...{ language, text, line: document.slice(0, index).split('\n').length },
  }));
}

/** Writes the whole files into the folder. */
export async function writeDocumentedFiles(folder: string): Promise<void> {
  for (const { file, text } of await documentedBlocks()) {
    if (file === undefined) continue;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}
