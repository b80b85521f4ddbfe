// Exports of the drawn result, for the tests of exporters: a folder for each test, and the written files read back.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportResult } from '../../../engine/exports/exportResult.js';
import { EngineError, type EngineErrorCode } from '../../../engine/protocol/errors.js';
import type { Correction } from '../../../engine/protocol/correction.js';

/** Correction that makes the second cell positive. */
export const MADE_POSITIVE: Correction = {
  map: 'Seg',
  x: 8,
  y: 2,
  positive: true,
  at: '2026-01-02T00:00:00Z',
};

export interface ExportFolder {
  /** Folder that exports go to. */
  readonly root: string;
  /** Folder of the result; tests write it. */
  readonly folder: string;
}

/** A folder of its own for each test of the suite. */
export function exportFolder(): ExportFolder {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-exports-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  return {
    get root() {
      return root;
    },
    get folder() {
      return join(root, 'tile');
    },
  };
}

/** Text of the file that an exporter writes. */
export async function exported(
  { root, folder }: ExportFolder,
  format: string,
  mpp?: number,
): Promise<string> {
  const file = join(root, 'out', `cells.${format}`);
  await exportResult({ folder, format, file, ...(mpp === undefined ? {} : { mpp }) });
  return readFile(file, 'utf8');
}

/** RFC 4180 read back, written here from its grammar. */
export function parseCsv(text: string): Record<string, string>[] {
  const [head, ...rows] = [...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,|(?=\r\n)))*\r\n/g)].map(
    ([line]) =>
      [...line.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
      ),
  );
  return rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i]!])));
}

export const throwsCode = (code: EngineErrorCode, words: RegExp) => (error: unknown) =>
  error instanceof EngineError && error.code === code && words.test(error.message);
