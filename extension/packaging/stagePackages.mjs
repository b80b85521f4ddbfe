// Puts the packages that the engine loads at run time under a folder, for one target: exactly the versions of
// package-lock.json, without the native parts of other systems and without what only developers read.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/** npm's words for the targets of VS Code. */
export const TARGETS = {
  'linux-x64': { os: 'linux', cpu: 'x64', libc: 'glibc' },
  'win32-x64': { os: 'win32', cpu: 'x64' },
  'darwin-arm64': { os: 'darwin', cpu: 'arm64' },
};

/** Maps, types, sources and further builds of the same code; licences stay. */
const UNNEEDED = [
  /\.(map|d\.ts|d\.mts|d\.cts|ts|md|markdown|flow|tsbuildinfo)$/i,
  /[\\/](\.bin|@types|test|tests|__tests__|docs|example|examples|\.github)([\\/]|$)/,
  /[\\/]\.package-lock\.json$/,
  // TensorFlow.js ships each package seven times; Node takes dist/*.node.js and the modules beside it.
  /@tensorflow[\\/]tfjs-[\w-]+[\\/](src|dist[\\/].*(\.es2017|\.fesm|\.min)\.[\w.]*js$)/,
  /@tensorflow[\\/]tfjs-[\w-]+[\\/]dist[\\/].*_test\.js$/,
  // The library of TypeScript is loaded; its programs and the translations of its messages are not.
  /[\\/]typescript[\\/]lib[\\/](_?tsc|_?tsserver|_?typingsInstaller|watchGuard|tsserverlibrary)\.js$/,
  /[\\/]typescript[\\/]lib[\\/][a-z]{2}(-[a-z]{2,4})?[\\/]/,
  // BullMQ ships its code twice; Node takes dist/cjs, which holds the scripts for Redis and PostgreSQL as text, too.
  /[\\/]bullmq[\\/]dist[\\/](esm[\\/]|.*\.(lua|sql)$)/,
];

/** Declarations that the language service of notebook cells reads. */
const READ_BY_CELLS = /[\\/]typescript[\\/]lib[\\/]lib\.[\w.]*d\.ts$/;
/** Packages of declarations that it reads as well; they are no dependencies of the engine. */
const TYPES = ['@types/node', 'undici-types'];

/**
 * Fills `into` with the packages of `root`'s package.json that users need on `target`. `webgpu` and
 * `@tensorflow/tfjs-node-gpu` stay out: 130 MB and a download of 500 MB that few want; "Set Up Engine…" installs them.
 */
export function stagePackages(root, into, target) {
  const { os, cpu, libc } = TARGETS[target];
  const scratch = mkdtempSync(join(tmpdir(), 'deepliif-stage-'));
  try {
    const { name, version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    writeFileSync(
      join(scratch, 'package.json'),
      JSON.stringify({ name, version, private: true, dependencies }),
    );
    cpSync(join(root, 'package-lock.json'), join(scratch, 'package-lock.json'));
    const system = [`--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])];
    execFileSync(
      'npm',
      [
        'install',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--omit=dev',
        '--include=optional',
        ...system,
      ],
      { cwd: scratch, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' },
    );
    const packages = join(scratch, 'node_modules');
    const foreign = onnxruntimeOfOthers(packages, os, cpu);
    cpSync(packages, into, {
      recursive: true,
      filter: (path) =>
        !foreign.some((folder) => path === folder || path.startsWith(folder + sep)) &&
        !UNNEEDED.some((pattern) => pattern.test(path.slice(scratch.length)) && !isKept(path)),
    });
    for (const types of TYPES)
      cpSync(join(root, 'node_modules', types), join(into, types), {
        recursive: true,
        filter: (path) => !/\.md$/.test(path),
      });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function isKept(path) {
  return isLicence(path) || READ_BY_CELLS.test(path);
}

export function isLicence(path) {
  return /[\\/](licen[cs]e|copying|notice|third[-_]?party)[^\\/]*$/i.test(path);
}

/** onnxruntime-node carries the libraries of all systems. */
function onnxruntimeOfOthers(packages, os, cpu) {
  const bin = join(packages, 'onnxruntime-node', 'bin');
  return readdirSync(bin).flatMap((napi) =>
    readdirSync(join(bin, napi)).flatMap((system) =>
      readdirSync(join(bin, napi, system))
        .filter((processor) => system !== os || processor !== cpu)
        .map((processor) => join(bin, napi, system, processor)),
    ),
  );
}
