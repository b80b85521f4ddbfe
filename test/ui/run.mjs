// `npm run test:ui`: packages the extension, installs the .vsix in a real VS Code, and drives its workbench with a browser,
// as a user would. Screenshots are in out/ui. `-- --vsix FILE` takes a package that is there, `-- --grep TEXT` some tests.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { installHost } from '../integration/vscode/installHost.mjs';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    vsix: { type: 'string' },
    grep: { type: 'string' },
    host: { type: 'string', default: 'newest' },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'deepliif-ui-'));
try {
  const vsix = values.vsix ?? packageExtension();
  const pictures = join(root, 'out/ui');
  mkdirSync(pictures, { recursive: true });
  process.env.DEEPLIIF_UI = JSON.stringify({ vsix, pictures, host: installHost(values.host) });
  const mocha = new Mocha({ timeout: 180_000, slow: 30_000, bail: true });
  if (values.grep) mocha.grep(values.grep);
  const folder = import.meta.dirname;
  for (const file of readdirSync(folder).sort())
    if (file.endsWith('.test.mjs')) mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();
  const failures = await new Promise((resolve) => mocha.run(resolve));
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function packageExtension() {
  const script = join(root, 'extension/packaging/package.mjs');
  execFileSync('node', [script, 'linux-x64', '--out', scratch], { cwd: root, stdio: 'inherit' });
  return join(
    scratch,
    readdirSync(scratch).find((file) => file.endsWith('.vsix')),
  );
}
