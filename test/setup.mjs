// `npm run setup`: installs the packages when they are missing or older than package-lock.json, and only then.

import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
/** npm leaves a record of what it installed. */
const record = join(root, 'node_modules', '.package-lock.json');
const isInstalled =
  existsSync(record) && statSync(record).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;

if (!isInstalled) {
  process.stdout.write('Installing packages …\n');
  const { status } = spawnSync('npm', ['ci'], {
    cwd: root,
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' }, // its installer would fetch CUDA files

    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
