// The one file that VS Code loads at the start holds our own code, the connection to the engine, and the reader of
// records.

import assert from 'node:assert/strict';
import { build } from 'esbuild';

/** The rooms of the engine that the extension may import, and what those stand on. */
const PUBLISHED = /^engine\/(protocol|runlog|postprocessing|control|files|tensors|reading|sweep)\//;

describe('the extension host’s part', () => {
  it('is our own code, the connection to the engine and the readers of event files and configurations, and small', async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: ['extension/extension.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/impl/parser.js' }, // as in esbuild.mjs
      logLevel: 'silent',
    });
    const packages = Object.keys(metafile.inputs).flatMap((file) => {
      const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
      return name === undefined ? [] : [name];
    });
    assert.deepEqual([...new Set(packages)].sort(), ['jsonc-parser', 'vscode-jsonrpc']);
    const engine = Object.keys(metafile.inputs).filter(
      (file) => file.startsWith('engine/') && !PUBLISHED.test(file),
    );
    assert.deepEqual(engine, []);
    assert.ok(outputFiles[0]!.contents.length < 850_000, `${outputFiles[0]!.contents.length} bytes`);
  });
});
