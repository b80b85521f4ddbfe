// Modules that cells import: files beside the notebook (TypeScript as well, bundled with what they import), packages of
// its node_modules, and modules of Node. A file that has changed is loaded again by the next import.

import { createRequire, isBuiltin, SourceMap, type SourceMapPayload } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { EngineError } from '../protocol/errors.js';
import type { Locate } from './cellErrors.js';

export interface UserModules {
  load(specifier: string): Promise<unknown>;
  readonly require: NodeJS.Require;
  readonly locate: Locate;
  /** The notebook's folder, and the URL that cells see as their own. */
  readonly folder: string;
  readonly url: string;
}

interface Loaded {
  readonly code: string;
  readonly exports: unknown;
}

/** Source maps that are kept; a notebook whose files change for days must not fill the memory. */
const MOST_MAPS = 1000;

/** `folder`: that of the notebook. */
export function userModules(folder: string): UserModules {
  const require = createRequire(join(folder, 'notebook.js'));
  const loaded = new Map<string, Loaded>();
  const maps = new Map<string, SourceMap>();
  let loads = 0;

  const load = async (specifier: string): Promise<unknown> => {
    if (isBuiltin(specifier)) return import(specifier);
    if (specifier.startsWith('file:')) return loadFile(fileURLToPath(specifier));
    if (/^\.{1,2}(\/|\\|$)/.test(specifier) || isAbsolute(specifier)) return loadFile(specifier);
    return import(pathToFileURL(await packageFile(specifier)).href);
  };

  async function loadFile(path: string): Promise<unknown> {
    const file = resolve(folder, path);
    const { code, map } = await bundle(file, folder);
    const known = loaded.get(file);
    if (known?.code === code) return known.exports;
    const name = `deepliif:module-${loads++}`;
    if (map) maps.set(name, new SourceMap(JSON.parse(map) as SourceMapPayload));
    if (maps.size > MOST_MAPS) maps.delete(maps.keys().next().value!);
    const run = new Script(`(function (module, exports, require, __moduleUrl) {${code}\n})`, {
      filename: name,
    }).runInThisContext() as (module: object, exports: object, require: NodeJS.Require, url: string) => void;
    const module = { exports: {} };
    run(module, module.exports, createRequire(file), pathToFileURL(file).href);
    const exports = namespaceOf(module.exports);
    loaded.set(file, { code, exports });
    return exports;
  }

  async function packageFile(specifier: string): Promise<string> {
    try {
      return require.resolve(specifier);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A package for `import` alone; esbuild knows how those are found.
      const found = code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' && (await resolvedByEsbuild(specifier, folder));
      if (found) return found;
      throw new EngineError(
        'usage',
        `There is no package "${specifier}" for notebooks in ${folder}. Install it there: npm install ${specifier}`,
        { cause: error },
      );
    }
  }

  const locate: Locate = (script, line, column) => {
    const entry = maps.get(script)?.findEntry(line, column);
    if (!entry || !('originalSource' in entry) || !entry.originalSource) return undefined;
    const title = resolve(folder, entry.originalSource);
    return { title, place: { line: entry.originalLine, column: entry.originalColumn } };
  };

  return { load, require, locate, folder, url: pathToFileURL(join(folder, 'notebook.ts')).href };
}

async function bundle(
  file: string,
  folder: string,
): Promise<{ readonly code: string; readonly map: string | undefined }> {
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      // Asked for by a TypeScript file, "./cells.js" also means cells.ts.
      stdin: {
        contents: `module.exports = require(${JSON.stringify(file)})`,
        resolveDir: folder,
        loader: 'ts',
        sourcefile: 'notebook.ts',
      },
      outfile: join(folder, 'notebook.cjs'),
      absWorkingDir: folder,
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      sourcemap: 'external',
      write: false,
      logLevel: 'silent',
      define: { 'import.meta.url': '__moduleUrl' },
      // A script has no native one.
      supported: { 'dynamic-import': false },
    });
    const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text;
    return { code: text('.cjs')!, map: text('.map') };
  } catch (error) {
    throw bundleError(error, file, folder);
  }
}

interface EsbuildMessage {
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | null;
}

/** The first message of esbuild with its place, as an error of the cell. */
function bundleError(error: unknown, file: string, folder: string): unknown {
  const { errors } = error as { readonly errors?: readonly EsbuildMessage[] };
  const [first] = errors ?? [];
  if (!first) return error;
  const { location, text } = first;
  if (!location || location.file === 'notebook.ts')
    return new EngineError(
      'usage',
      `${file} cannot be imported: ${text}. Check its path, relative to ${folder}.`,
    );
  const where = `${resolve(folder, location.file)}, line ${location.line}, column ${location.column + 1}`;
  return new SyntaxError(`${text}\n    at ${where}`);
}

async function resolvedByEsbuild(specifier: string, folder: string): Promise<string | undefined> {
  const { build } = await import('esbuild');
  let found: string | undefined;
  await build({
    stdin: { contents: '', resolveDir: folder },
    write: false,
    logLevel: 'silent',
    platform: 'node',
    plugins: [
      {
        name: 'resolve',
        setup: (esbuild) =>
          esbuild.onStart(async () => {
            const { path, errors } = await esbuild.resolve(specifier, {
              resolveDir: folder,
              kind: 'import-statement',
            });
            if (errors.length === 0) found = path;
          }),
      },
    ],
  });
  return found;
}

/** Exports as `import *` sees them: those of CommonJS are also the default. */
function namespaceOf(exports: unknown): unknown {
  if (typeof exports !== 'object' || exports === null) return { default: exports };
  return '__esModule' in exports ? exports : { ...exports, default: exports };
}
