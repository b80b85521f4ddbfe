// Rules of the pages' rooms, beside those of all rooms (architecture.test.ts): which of them every page may be built from.

import assert from 'node:assert/strict';
import { readSources } from './sourceTree.js';

/** Rooms that every page is built from, and the rooms of pages that each may import. */
const KIT: Readonly<Record<string, readonly string[]>> = {
  'webview/ui': ['webview/messages'],
  'webview/viewer': ['webview/ui', 'webview/messages'],
  'webview/charts': ['webview/ui', 'webview/messages'],
};

describe('architecture: rooms of the pages', () => {
  const sources = readSources('webview');

  for (const [own, others] of Object.entries(KIT))
    it(`${own} imports no room of the pages but ${others.join(' and ')}`, () => {
      const findings = sources
        .filter(({ room }) => room === own)
        .flatMap(({ path, imports }) =>
          imports
            .filter(({ room }) => room?.startsWith('webview') && ![own, ...others].includes(room))
            .map(({ from, line }) => `${path}:${line} imports ${from}`),
        );
      assert.deepEqual(findings, [], 'Hand in what belongs to one page, or move it into the room.');
    });
});
