// Python of this machine for tests of its readers: DEEPLIIF_PYTHON, or python3 on the path. Tests are skipped without one.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PYTHON = process.env.DEEPLIIF_PYTHON ?? 'python3';

/** True if Python is there and can import the modules. */
export function pythonHas(...modules: readonly string[]): boolean {
  const { status } = spawnSync(PYTHON, ['-c', modules.map((name) => `import ${name}`).join('\n') || 'pass']);
  return status === 0;
}

/** Runs a program in a folder and returns the JSON that it prints. */
export function python(program: string, folder: string): unknown {
  if (!existsSync(folder)) throw new Error(`${folder} is missing.`);
  // A package beside the program must not leave compiled files in the repository.
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: folder, PYTHONUTF8: '1' };
  return JSON.parse(
    execFileSync(PYTHON, ['-c', program], { cwd: folder, encoding: 'utf8', env, stdio: 'pipe' }),
  ) as unknown;
}
