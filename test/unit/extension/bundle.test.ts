// What goes into the one file that VS Code loads at the start: our own code and what it takes to speak with the engine.

import assert from 'node:assert/strict';
import { build } from 'esbuild';

describe('the extension host’s part', () => {
  it('is of our own code and of the connection to the engine, and small', async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: ['extension/extension.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      logLevel: 'silent',
    });
    const packages = Object.keys(metafile.inputs).flatMap((file) => {
      const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
      return name === undefined ? [] : [name];
    });
    assert.deepEqual([...new Set(packages)], ['vscode-jsonrpc']);
    const engine = Object.keys(metafile.inputs).filter(
      (file) => file.startsWith('engine/') && !file.startsWith('engine/protocol/'),
    );
    assert.deepEqual(engine, []);
    assert.ok(outputFiles[0]!.contents.length < 500_000, `${outputFiles[0]!.contents.length} bytes`);
  });
});
