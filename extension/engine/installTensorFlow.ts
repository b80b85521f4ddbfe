// Installs native TensorFlow with CUDA into the extension's own storage, when the user asks for it: npm installs it beside
// its place, and the finished folder is renamed. A failure leaves nothing behind.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import { l10n } from '../workbench/l10n.js';

export const TENSORFLOW_PACKAGE = '@tensorflow/tfjs-node-gpu';
export const TENSORFLOW_VERSION = '4.22.0';

/** Variable that names the folder in which the engine looks for TensorFlow first (engine/backends/native.ts). */
const ENGINE_VARIABLE = 'DEEPLIIF_TFJS_NODE';

/** Platforms for which the package has binaries with CUDA. */
export function hasTensorFlowForGpu(platform: string, arch: string): boolean {
  return arch === 'x64' && (platform === 'linux' || platform === 'win32');
}

/** Variables for the engine's environment; none if TensorFlow is not installed, or the user names another folder. */
export function tensorFlowEnvironment(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> {
  return !environment[ENGINE_VARIABLE] && existsSync(packageFolder(folder))
    ? { [ENGINE_VARIABLE]: folder }
    : {};
}

export interface InstallOptions {
  readonly signal: AbortSignal;
  /** Called for every line that npm prints. */
  readonly line: (text: string) => void;
  /** Program and first arguments instead of npm's. */
  readonly npm?: readonly string[];
}

/**
 * Fills `folder`; an earlier installation is replaced when the new one is complete.
 *
 * @throws EngineError `backend-unavailable` with npm's last message, `cancelled`, or `output-unwritable`
 */
export async function installTensorFlow(folder: string, options: InstallOptions): Promise<void> {
  const parent = dirname(folder);
  const partial = await mkdir(parent, { recursive: true })
    .then(() => mkdtemp(join(parent, `.${basename(folder)}-`)))
    .catch((thrown: unknown) => {
      const why = asError(thrown).message;
      throw new EngineError(
        'output-unwritable',
        l10n.t(
          'TensorFlow was not installed: the folder {0} cannot be written ({1}). Free some space there, or allow writing.',
          parent,
          why,
        ),
      );
    });
  try {
    await writeFile(join(partial, 'package.json'), '{ "private": true }\n');
    await runNpm(partial, options);
    if (!existsSync(packageFolder(partial)))
      throw new EngineError(
        'backend-unavailable',
        l10n.t('npm succeeded, but {0} is missing. The log has all of its output.', TENSORFLOW_PACKAGE),
      );
    const old = `${partial}-old`;
    if (existsSync(folder)) await rename(folder, old);
    await rename(partial, folder);
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

function packageFolder(folder: string): string {
  return join(folder, 'node_modules', TENSORFLOW_PACKAGE, 'package.json');
}

function runNpm(cwd: string, { signal, line, npm = [NPM] }: InstallOptions): Promise<void> {
  const [program, ...first] = npm;
  const args = [
    ...first,
    'install',
    '--no-audit',
    '--no-fund',
    `${TENSORFLOW_PACKAGE}@${TENSORFLOW_VERSION}`,
  ];
  return new Promise((resolve, reject) => {
    // Windows starts npm.cmd through a shell; the arguments are constants, and the folder is not among them.
    const shell = process.platform === 'win32';
    // A process group of its own, so that cancelling ends the download that npm's child does.
    const child = spawn(program!, args, {
      cwd,
      shell,
      detached: !shell,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    const hear = (text: string) => {
      for (const one of text.split('\n').filter((entry) => entry.trim() !== '')) {
        line(one);
        said.push(one);
        if (said.length > 20) said.shift();
      }
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    const cancel = () => {
      if (child.pid === undefined) return;
      if (shell) child.kill();
      else process.kill(-child.pid, 'SIGTERM');
    };
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    child.on('error', ({ message }) =>
      reject(
        unavailable(l10n.t('npm could not be started ({0}). Install Node.js, which brings npm', message)),
      ),
    );
    child.on('close', (code, ended) => {
      signal.removeEventListener('abort', cancel);
      if (signal.aborted) reject(new EngineError('cancelled', l10n.t('Cancelled; nothing was installed.')));
      else if (code === 0) resolve();
      else
        reject(
          unavailable(
            ended
              ? l10n.t('npm was killed by the signal {0}: {1}', ended, lastWords(said))
              : l10n.t('npm exited with code {0}: {1}', code ?? '?', lastWords(said)),
          ),
        );
    });
  });
}

const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function unavailable(why: string): EngineError {
  return new EngineError(
    'backend-unavailable',
    l10n.t('TensorFlow was not installed: {0}. Nothing is left behind; the log has all of it.', why),
  );
}

/** Line that says what went wrong, among those that npm prints around it. */
function lastWords(said: readonly string[]): string {
  const errors = said
    .filter((one) => /^npm (error|ERR!)/.test(one))
    .map((one) => one.replace(/^npm (error|ERR!) ?/, ''));
  const telling = errors.find((one) => /E[A-Z]{4,}|Error|not found|404|unsupported/i.test(one));
  return (telling ?? errors[0] ?? said.at(-1) ?? l10n.t('no output')).trim().replace(/\.$/, '');
}
