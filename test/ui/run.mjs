// `npm run test:ui`: packages the extension, installs the .vsix in a real VS Code, and drives its workbench with a
// browser, as a user would. Screenshots are in out/ui. `-- --vsix FILE` takes an existing package, `-- --grep TEXT` runs
// some tests, `-- --pictures docs/pictures` makes the README's pictures and runs no test.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';

import { endWhenInterrupted } from '../integration/vscode/host.mjs';
import { installHost } from '../integration/vscode/installHost.mjs';

const root = join(import.meta.dirname, '../..');
/** Suites that run one after the other in one window; the last closes it. */
const SUITES = [
  ...[
    'firstSteps',
    'analysis',
    'scores',
    'cells',
    'compare',
    'export',
    'reload',
    'resultPage',
    'themes',
    'training',
    'trainingThemes',
    'boards',
    'sweepPage',
    'sweepDashboard',
    'liveTraining',
    'newTraining',
    'evaluation',
    'stylePage',
    'imageStyle',
    'walks',
    'keeping',
  ],
  ...['files', 'batch', 'outputs', 'notebook', 'cancel', 'crash', 'closing'],
];
const { values } = parseArgs({
  options: {
    vsix: { type: 'string' },
    grep: { type: 'string' },
    pictures: { type: 'string' },
    host: { type: 'string', default: 'newest' },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'deepliif-ui-'));
endWhenInterrupted();
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const vsix = resolve(values.vsix ?? packageExtension());
const screenshots = join(root, 'out/ui');
mkdirSync(screenshots, { recursive: true });
process.env.DEEPLIIF_UI = JSON.stringify({
  vsix,
  screenshots,
  ...(values.pictures ? { pictures: resolve(values.pictures) } : {}),
  host: installHost(values.host),
});
// The first failure ends the run: the window is then not where the next test expects it.
const mocha = new Mocha({ timeout: 300_000, slow: 30_000, bail: true });
if (values.grep) mocha.grep(values.grep);
mocha.addFile(join(import.meta.dirname, 'theWindow.mjs'));
const suites = values.pictures ? ['pictures'] : SUITES;
for (const suite of suites) mocha.addFile(join(import.meta.dirname, `${suite}.test.mjs`));
await mocha.loadFilesAsync();
const failures = await new Promise((done) => mocha.run(done));
// A test that failed may have left a page's server open, for which Node would wait without end.
process.exit(failures === 0 ? 0 : 1);

function packageExtension() {
  const script = join(root, 'extension/packaging/package.mjs');
  execFileSync('node', [script, 'linux-x64', '--out', scratch], { cwd: root, stdio: 'inherit' });
  return join(
    scratch,
    readdirSync(scratch).find((file) => file.endsWith('.vsix')),
  );
}
