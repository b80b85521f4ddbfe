// TypeScript's language service over one module whose text is in memory; everything that it imports is read from the disk.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type TS from 'typescript';
import { ts } from '../kernel/compiler.js';

const OPTIONS: TS.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.esnext.d.ts'],
  strict: true,
  // Cells are short-lived: what the types of a library demand counts, annotations do not.
  noImplicitAny: false,
  useUnknownInCatchVariables: false,
  allowUnreachableCode: true,
  allowImportingTsExtensions: true,
  allowJs: true,
  resolveJsonModule: true,
  noEmit: true,
  skipLibCheck: true,
};

/** Parsed files of libraries, which all notebooks share. */
const registry = ts.createDocumentRegistry();

/** Texts so far, of all modules: two notebooks of a folder share a file's name, which the registry tells apart by version. */
let texts = 0;

export interface CellModule {
  readonly service: TS.LanguageService;
  readonly file: string;
  setText(text: string): void;
}

/** @param withEngine true if the module sees `deepliif` */
export function cellModule(folder: string, name: string, withEngine: boolean): CellModule {
  const file = join(folder, name).replaceAll('\\', '/');
  const globals = join(folder, `${name}.globals.d.ts`).replaceAll('\\', '/');
  const declarations = withEngine ? globalDeclarations() : '';
  let text = '';
  let version = 0;
  const types = nodeTypes();
  const options = { ...OPTIONS, ...(types ? { typeRoots: [types], types: ['node'] } : { types: [] }) };
  const inMemory = (path: string) => (path === file ? text : path === globals ? declarations : undefined);
  const host: TS.LanguageServiceHost = {
    getScriptFileNames: () => [file, globals],
    getScriptVersion: (path) =>
      path === file
        ? String(version)
        : path === globals
          ? '0'
          : String(ts.sys.getModifiedTime?.(path)?.getTime() ?? 0),
    getScriptSnapshot: (path) => {
      const content = inMemory(path) ?? ts.sys.readFile(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: (path) => inMemory(path) !== undefined || ts.sys.fileExists(path),
    readFile: (path) => inMemory(path) ?? ts.sys.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    readDirectory: (...given) => ts.sys.readDirectory(...given),
    realpath: (path) => ts.sys.realpath?.(path) ?? path,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  };
  return {
    service: ts.createLanguageService(host, registry),
    file,
    setText: (given) => {
      if (given === text) return;
      text = given;
      version = ++texts;
    },
  };
}

/** Declarations of what cells see without an import. */
function globalDeclarations(): string {
  const api = apiFile();
  if (api === undefined) return 'declare const deepliif: any;';
  const specifier = JSON.stringify(api.replaceAll('\\', '/'));
  return `/** The engine of DeepLIIF. */\ndeclare const deepliif: import(${specifier}).DeepLiif;`;
}

/** Public interface of `deepliif`: beside the program, or in the source folder. */
function apiFile(): string | undefined {
  const beside = ['./notebookApi.ts', '../../../engine/kernel/notebookApi.ts'];
  return beside.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
}

/** Folder with the types of Node, which come with this program. */
function nodeTypes(): string | undefined {
  try {
    const found = createRequire(import.meta.url).resolve('@types/node/package.json');
    return dirname(dirname(found));
  } catch {
    return undefined;
  }
}
