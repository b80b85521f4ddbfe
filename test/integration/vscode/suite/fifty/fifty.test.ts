// Fifty analyses in one window, each shown in the result's panel: the extension host must not grow. Takes some minutes.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../../../../engine/protocol/requests.js';

const WARM_UP = 10;
const ANALYSES = 50;
/** Limit for all analyses: it notices 0.05 MB per analysis. */
const MOST_GROWTH_MB = 2.5;

describe('a window in which fifty images are analysed', () => {
  it(`has an extension host that grows by less than ${MOST_GROWTH_MB} MB`, async function () {
    this.timeout(1_200_000);
    const image = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'tile.png');
    let folder = '';
    const analyse = async (times: number) => {
      for (let i = 0; i < times; i++) {
        const [analysis] = await vscode.commands.executeCommand<readonly ImageAnalysis[]>(
          'deepliif.analyseImage',
          image,
        );
        folder = analysis!.folder;
      }
    };
    await analyse(WARM_UP);
    const before = await heapMb();
    await analyse(ANALYSES);
    const after = await heapMb();
    rmSync(dirname(folder), { recursive: true });
    this.test!.title += ` (${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after ${ANALYSES})`;
    assert.ok(after - before < MOST_GROWTH_MB, `${before} MB grew to ${after} MB`);
  });
});

/** Memory in use after garbage collection. */
async function heapMb(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 5; i++) {
    await sleep(1000); // time for what closes later
    collect();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
}
