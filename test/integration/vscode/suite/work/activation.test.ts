// The start of the extension: when, and what it loads. This file runs first, before anything has needed the extension.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

const HEAVY = /tfjs|onnxruntime|sharp|libvips|deck\.gl|luma\.gl|webgpu/i;

describe('starting the extension', () => {
  const extension = vscode.extensions.getExtension('deepliif.deepliif')!;

  it('waits for a command, a view or a JSON file that needs it', () => {
    // VS Code itself sometimes opens a JSON file, which could be a training configuration.
    if (extension.isActive) assert.match(whatStartedIt(), /activationEvent: 'onLanguage:jsonc'/);
  });

  it('loads nothing that computes or draws', async () => {
    await extension.activate();
    const { sharedObjects } = process.report.getReport() as unknown as {
      readonly sharedObjects: readonly string[];
    };
    const loaded = [...Object.keys(require.cache), ...sharedObjects];
    assert.ok(loaded.includes(`${extension.extensionPath}/dist/extension.cjs`), 'it is seen at all');
    const own = loaded.filter((file) => file.startsWith(extension.extensionPath));
    assert.deepEqual(
      own.filter((file) => HEAVY.test(file.slice(extension.extensionPath.length))),
      [],
    );
  });
});

/** Line of the extension host's log that names the event that started the extension. */
function whatStartedIt(): string {
  const logs = join(process.env.DEEPLIIF_TEST_REPORTS!, '../data/logs');
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('exthost.log'))
    .flatMap((file) => readFileSync(join(logs, file), 'utf8').split('\n'))
    .filter((line) => line.includes('_doActivateExtension deepliif.deepliif'))
    .join();
}
