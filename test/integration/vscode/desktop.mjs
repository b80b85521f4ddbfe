// The same suite in a desktop VS Code, for machines with a screen: the one that DEEPLIIF_VSCODE names, or the oldest
// that the extension supports, which is downloaded into .vscode-test/.

import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';

const OLDEST = '1.100.0';

/** Returns the exit code. */
export function runOnDesktop({ root, suite, sandbox, env }) {
  const executable = process.env.DEEPLIIF_VSCODE;
  return runTests({
    ...(executable ? { vscodeExecutablePath: executable } : { version: OLDEST }),
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    extensionTestsEnv: env,
    launchArgs: [
      sandbox.workspace,
      ...['--user-data-dir', sandbox.data, '--extensions-dir', join(sandbox.root, 'extensions')],
      ...['--disable-workspace-trust', '--disable-telemetry', '--skip-welcome', '--skip-release-notes'],
    ],
  });
}
