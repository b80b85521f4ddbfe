// Runs inside the extension host, which calls `run`: mocha over the test files beside this one. It writes a report, named
// like their folder, after every test, because a host that crashes has no exit code.

import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Test } from 'mocha';
import * as vscode from 'vscode';

export async function run(): Promise<void> {
  // Loaded with `import`: hosts differ in what `require` returns for a module.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout: 180_000, color: false });
  if (process.env.DEEPLIIF_TEST_GREP) mocha.grep(process.env.DEEPLIIF_TEST_GREP);
  for (const file of readdirSync(__dirname).sort())
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));

  const tests: object[] = [];
  const host = `VS Code ${vscode.version} (${vscode.env.appName}, ${vscode.env.remoteName ?? 'local'}), Node ${process.versions.node}`;
  const save = (finished: boolean) => {
    const folder = process.env.DEEPLIIF_TEST_REPORTS;
    const file = `${basename(__dirname)}.json`;
    if (folder) writeFileSync(join(folder, file), JSON.stringify({ host, tests, finished }));
  };
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    const note = (state: string) => (test: Test, error?: Error) => {
      tests.push({ title: test.fullTitle(), state, ms: test.duration, error: error?.stack });
      save(false);
    };
    runner.on('pass', note('passed'));
    runner.on('fail', note('failed'));
  });
  save(true);
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}

/**
 * Starts the tests as an extension. VS Code trusts every workspace in which it runs tests itself, so tests without
 * trust start here.
 */
export function activate(): void {
  run().catch((error: unknown) => console.error(error));
}
