// Places of unit tests: the path of the module that they test, so that each is found from the other.
// engine/a/b.ts ↔ test/unit/a/b.test.ts, extension/a.ts ↔ test/unit/extension/a.test.ts, test/a.ts ↔ test/unit/a.test.ts.

import assert from 'node:assert/strict';
import { readSources, type SourceFile } from './sourceTree.js';

/** Tests that do not import the module at their path, each with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'test/unit/architecture.test.ts': 'rules of all source files',
  'test/unit/architecturePages.test.ts': 'rules of all pages',
  'test/unit/extension/l10n.test.ts': 'a rule of all messages',
  'test/unit/models/bundledModel.test.ts': 'the files in models/',
  'test/unit/installScripts.test.ts': 'package.json and package-lock.json',
  'test/unit/openTables.test.ts': 'rules of all tables',
  'test/unit/plainWords.test.ts': 'a rule of all comments',
  'test/unit/testPlaces.test.ts': 'a rule of all unit tests',
  'test/unit/sideBySide.test.ts': 'the module is a script, which is loaded by its address',
  'test/unit/extension/bundle.test.ts': 'the built file',
  'test/unit/extension/manifest.test.ts': 'package.json',
  'test/unit/extension/packaging/packagedReadme.test.ts':
    'the module is a script, which is loaded by its address',
  'test/unit/networks/reference.test.ts': 'a whole room against the reference’s files',
  'test/unit/kernel/kernelHandlers.test.ts': 'the handlers run in the kernel’s process',
  'test/unit/requests/handlers.test.ts': 'the handlers run in the engine’s process',
};

describe('unit tests', () => {
  const files = new Map(
    readSources('engine', 'extension', 'webview', 'test').map((file) => [withoutEnding(file.path), file]),
  );
  const tests = [...files.values()].filter(({ path }) => /^test\/unit\/.*\.test\.ts$/.test(path));

  it('lie at the path of a module that they import, by themselves or through others', () => {
    const findings = tests
      .filter(({ path }) => !(path in EXCEPTIONS))
      .flatMap((test) => {
        const places = modulesOf(test.path).filter((module) => files.has(module));
        if (places.length === 0) return [`${test.path}: there is no ${modulesOf(test.path).join(' or ')}`];
        const reached = reachedFrom(test, files);
        return places.some((module) => reached.has(module))
          ? []
          : [`${test.path}: it does not import ${places.join(' or ')}`];
      });
    if (findings.length > 0)
      assert.fail(`\n  ${findings.join('\n  ')}\nSplit the test, or name it after the module that it tests.`);
  });

  it('that are exceptions are there', () => {
    const paths = tests.map(({ path }) => path);
    assert.deepEqual(
      Object.keys(EXCEPTIONS).filter((path) => !paths.includes(path)),
      [],
    );
  });
});

/** Possible paths of the module of a test, without extension. */
function modulesOf(test: string): readonly string[] {
  const path = test.replace(/^test\/unit\/(.*)\.test\.ts$/, '$1');
  return /^(extension|webview)\//.test(path) ? [path] : [`engine/${path}`, `test/${path}`];
}

/** Modules that are loaded, or whose types are known, when a file is. */
function reachedFrom(file: SourceFile, files: ReadonlyMap<string, SourceFile>): ReadonlySet<string> {
  const reached = new Set<string>();
  const follow = ({ imports }: SourceFile) => {
    for (const { path } of imports) {
      if (path === undefined || reached.has(path)) continue;
      reached.add(path);
      const next = files.get(path);
      if (next) follow(next);
    }
  };
  follow(file);
  return reached;
}

function withoutEnding(path: string): string {
  return path.replace(/\.\w+$/, '');
}
