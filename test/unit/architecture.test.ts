// Rules of the architecture that the compiler cannot check: allowed imports, globals that pure rooms must not use, names
// and sizes of files. docs/architecture.md says why; each failure says what to do.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { type Import, readSources, ROOT, type SourceFile, visitSyntax } from './sourceTree.js';

/** No files, no clock, no global random generator, no process: the same arguments give the same result everywhere. */
const PURE_ROOMS = rooms(
  'classical deepliif evaluation measurements networks postprocessing protocol random rendering runlog statistics style sweep tables',
);
/** The parts of the engine that other programs may import: see docs/architecture.md. */
const PUBLISHED: Readonly<Record<'pages' | 'extension', readonly string[]>> = {
  pages: rooms('protocol runlog statistics sweep postprocessing measurements'),
  extension: rooms('protocol runlog reading'),
};
/** Rooms that engine/reading may import: it is loaded into the extension host, into kernels and plug-ins. */
const BELOW_READING = rooms(
  'protocol runlog sweep random statistics postprocessing control files tensors reading',
);
/** Wings of engine/training, each of which may import those before it. */
const TRAINING_WINGS = ['plan', 'model', 'objective', 'step', 'run'];
/** Modules that start a program when they are loaded. */
const PROGRAMS = 'main cli trainingProcess sweepProcess pluginProcess kernel cellLanguage'
  .split(' ')
  .map((name) => `engine/${name}.ts`);
const LARGEST_FILE_LINES = 400;
const LONGEST_OPENING_LINES = 8;

const sources = readSources(
  ...['engine', 'extension', 'webview'].filter((folder) => existsSync(join(ROOT, folder))),
);
const tests = readSources('test');
const everything = [...sources, ...tests];

function rooms(names: string): readonly string[] {
  return names.split(' ').map((room) => `engine/${room}`);
}

/** A violation with its place, which an editor can open: "engine/a.ts:3 imports vscode". */
type Finding = string;

function noFindings(findings: readonly Finding[], whatToDo: string): void {
  if (findings.length > 0) assert.fail(`\n  ${findings.join('\n  ')}\n${whatToDo}`);
}

/** Imports of the files that `allowed` does not let through. */
function forbiddenImports(
  files: readonly SourceFile[],
  allowed: (imported: Import, file: SourceFile) => boolean,
): Finding[] {
  return files.flatMap((file) =>
    file.imports
      .filter((imported) => !allowed(imported, file))
      .map(({ from, line }) => `${file.path}:${line} imports ${from}`),
  );
}

const within = (folder: string) => (file: { readonly path: string }) => file.path.startsWith(`${folder}/`);
const isOf = (folder: string, room: string | undefined) =>
  room === folder || (room?.startsWith(`${folder}/`) ?? false);
const isOneOf = (rooms: readonly string[], room: string | undefined) => rooms.includes(room ?? '');

describe('architecture: who imports whom', () => {
  it('no two rooms import each other, not even types', () =>
    noFindings(
      mutualRooms(sources),
      'Move what both rooms need into a room below them, or hand it in as an argument.',
    ));

  it('wings of training import only those before them', () =>
    noFindings(
      forbiddenImports(sources.filter(within('engine/training')), ({ path }, file) => {
        const wing = (at: string) => TRAINING_WINGS.indexOf(at.split('/')[2]!);
        return !path?.startsWith('engine/training/') || wing(path) <= wing(file.path);
      }),
      `The wings are ${TRAINING_WINGS.join(' → ')}: move what an earlier one needs into it.`,
    ));

  it('pure rooms import only one another, shapes of weights, TensorFlow.js’s core and umap-js', () =>
    noFindings(
      forbiddenImports(
        sources.filter(({ room }) => PURE_ROOMS.includes(room)),
        ({ from, room, path, typeOnly }) =>
          room === undefined
            ? ['@tensorflow/tfjs-core', 'umap-js'].includes(from)
            : PURE_ROOMS.includes(room) || (typeOnly && path === 'engine/tensors/weights'),
      ),
      'Files, clocks and processes belong to images, checkpoints, records, backends or plugins: do the reading there ' +
        'and hand the data in as an argument.',
    ));

  it('messages to pages import the engine’s protocol and run log only', () =>
    noFindings(
      forbiddenImports(sources.filter(within('webview/messages')), ({ room }) =>
        isOneOf(['webview/messages', 'engine/protocol', 'engine/runlog'], room),
      ),
      'Both the extension and the pages load the messages: keep them types and pure functions.',
    ));

  it('the engine’s protocol imports nothing', () =>
    noFindings(
      forbiddenImports(sources.filter(within('engine/protocol')), ({ room }) => room === 'engine/protocol'),
      'The protocol is compiled without Node, DOM and vscode, and both sides load it: keep it types and pure functions.',
    ));

  it('the run log imports the protocol only', () =>
    noFindings(
      forbiddenImports(sources.filter(within('engine/runlog')), ({ room }) =>
        isOneOf(['engine/runlog', 'engine/protocol'], room),
      ),
      'Pages, the extension and the engine reduce events with it: keep it types and pure functions.',
    ));

  it('reading needs Node’s own modules and the ground rooms only', () =>
    noFindings(
      forbiddenImports(sources.filter(within('engine/reading')), ({ from, room }) =>
        room === undefined
          ? isBuiltin(from) || nameOfPackage(from) === 'node-sqlite3-wasm'
          : isOneOf(BELOW_READING, room),
      ),
      'The extension, notebooks and plug-ins load it: no TensorFlow.js, no image library, no room that writes.',
    ));

  it('the engine imports nothing of the extension or the webview', () =>
    noFindings(
      forbiddenImports(
        sources.filter(within('engine')),
        ({ room }) => room === undefined || isOf('engine', room),
      ),
      'The engine is a program of its own; what both sides need belongs to engine/protocol.',
    ));

  it('the extension knows the engine by its published rooms and the webview by its messages', () =>
    noFindings(
      forbiddenImports(
        sources.filter(within('extension')),
        ({ room }) =>
          room === undefined ||
          isOf('extension', room) ||
          isOneOf([...PUBLISHED.extension, 'webview/messages'], room),
      ),
      'Read records with engine/reading, ask for everything else with a request of engine/protocol.',
    ));

  it('the webview knows its own files and the pure rooms that pages run, and no Node', () =>
    noFindings(
      forbiddenImports(sources.filter(within('webview')), ({ from, room }) =>
        room === undefined ? !isBuiltin(from) : isOf('webview', room) || isOneOf(PUBLISHED.pages, room),
      ),
      'A panel is a function of the state that is posted to it: let the extension read files and ask the engine.',
    ));

  it('only the extension imports vscode', () =>
    noFindings(
      forbiddenImports(
        everything.filter(({ path }) => !/^(extension|test\/(unit\/extension|integration|ui))\//.test(path)),
        ({ from }) => from !== 'vscode',
      ),
      'Engine, command line and panels run without VS Code: hand in what is needed from extension/.',
    ));

  it('the extension host loads no TensorFlow.js and no image library', () =>
    noFindings(
      forbiddenImports(
        sources.filter(within('extension')),
        ({ from }) => !/^(@tensorflow\/|onnxruntime|sharp$|webgpu$)/.test(from),
      ),
      'What computes runs in the engine’s process, so that VS Code stays responsive and survives a crash.',
    ));

  it('no module imports a program', () =>
    noFindings(
      forbiddenImports(everything, ({ path }) => path === undefined || !PROGRAMS.includes(`${path}.ts`)),
      `${PROGRAMS.join(' and ')} start something when loaded: move what you need into a room.`,
    ));

  it('only programs import the command line’s room', () =>
    noFindings(
      forbiddenImports(
        sources.filter(({ room, path }) => room !== 'engine/cli' && !PROGRAMS.includes(path)),
        ({ room }) => room !== 'engine/cli',
      ),
      'Options, terminals and exit codes stay in engine/cli; move what rooms need into engine/analysis.',
    ));

  it('no module imports itself through others', () =>
    noFindings(importCycles(sources), 'Move what both modules need into a third one.'));

  it('every package that is imported is a dependency with a reason', () => {
    const packages = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'optionalDependencies' | 'devDependencies',
      Record<string, string>
    >;
    const shipped = { ...packages.dependencies, ...packages.optionalDependencies };
    const all = { ...shipped, ...packages.devDependencies };
    const listed = (names: object) => (imported: Import) =>
      imported.path !== undefined || isBuiltin(imported.from) || nameOfPackage(imported.from) in names;
    noFindings(
      [
        ...forbiddenImports(sources.filter(within('engine')), listed(shipped)),
        ...forbiddenImports(everything, listed({ ...all, vscode: true, 'vscode-notebook-renderer': true })),
      ],
      'List the package in package.json (under dependencies when users need it), or do without it.',
    );
    const folder = join(ROOT, 'docs/decisions');
    const decisions = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    noFindings(
      Object.keys(all).filter(
        (name) => !namesOfPackage(name).some((word) => decisions.join().includes(word)),
      ),
      'Give each dependency a line of reason in docs/decisions/.',
    );
  });
});

describe('architecture: pure rooms', () => {
  const pure = sources.filter(({ room }) => PURE_ROOMS.includes(room));
  /** Globals that differ from call to call or from machine to machine. */
  const impure = new Set([
    'process',
    'performance',
    'crypto',
    'fetch',
    'setTimeout',
    'setInterval',
    'setImmediate',
  ]);

  it('have no clock, no random generator of their own and no process', () =>
    noFindings(
      pure.flatMap((file) => {
        const findings: Finding[] = [];
        visitSyntax(file, (node, line) => {
          const name = globalUse(node);
          if (name) findings.push(`${file.path}:${line} uses ${name}`);
        });
        return findings;
      }),
      'Hand time, seeds and settings in as arguments: the same input must give the same output, in tests as well.',
    ));

  function globalUse(node: ts.Node): string | undefined {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      return 'new Date()';
    if (ts.isPropertyAccessExpression(node)) {
      const text = node.getText();
      return ['Date.now', 'Math.random'].includes(text) ? text : undefined;
    }
    // A property, a parameter or a key of the same name does not count.
    const { parent } = node;
    const used =
      ts.isIdentifier(node) &&
      ((ts.isPropertyAccessExpression(parent) && parent.expression === node) ||
        (ts.isCallExpression(parent) && parent.expression === node));
    return used && impure.has(node.text) ? node.text : undefined;
  }
});

describe('architecture: files', () => {
  it(`have ${LARGEST_FILE_LINES} lines at most`, () =>
    noFindings(
      everything
        .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
        .filter(({ lines }) => lines > LARGEST_FILE_LINES)
        .map(({ path, lines }) => `${path} has ${lines} lines`),
      'Split the file by idea; about 200 lines read well.',
    ));

  it('open with a comment that says what they are; tests may leave it to their titles', () =>
    noFindings(
      everything.flatMap(({ path, text }) => {
        const opening = text.replace(/^#!.*\n/, '');
        if (!/^\/[/*]/.test(opening))
          return path.endsWith('.test.ts') ? [] : [`${path}:1 opens without a comment`];
        const lines = /^(\/\/.*\n)*/.exec(opening)![0].split('\n').length - 1;
        return lines > LONGEST_OPENING_LINES ? [`${path}:1 opens with ${lines} lines of comment`] : [];
      }),
      `Begin the file with 1 to ${LONGEST_OPENING_LINES} lines that say what it is, in the field’s words.`,
    ));

  it('are named after what they do', () =>
    noFindings(
      everything
        .filter(({ path }) => {
          const folders = path.split('/');
          const words = basename(path)
            .split('.')[0]!
            .split(/(?=[A-Z])|-|_/);
          const vague = /^(utils?|helpers?|common|managers?|types?|services?|misc|stuff)$/i;
          return [...folders.slice(0, -1), ...words].some((word) => vague.test(word));
        })
        .map(({ path }) => path),
      'Utils, helpers, common, manager, types and service say nothing: name the file by what is in it.',
    ));

  it('are written camelCase.ts, components PascalCase.tsx', () =>
    noFindings(
      everything
        .filter(
          ({ path }) =>
            !/^([a-z][A-Za-z0-9]*(\.test|\.d)?\.(ts|mts|mjs|js)|[A-Z][A-Za-z0-9]*\.tsx)$/.test(
              basename(path),
            ),
        )
        .map(({ path }) => path),
      'Rename the file: camelCase.ts, PascalCase.tsx, <module>.test.ts.',
    ));

  it('leave nothing half done', () =>
    noFindings(
      everything.flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((line, i) => (MARKERS.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
      ),
      'Do it, or file an issue and say what holds today; run all tests, not one.',
    ));

  it('of the engine’s rooms keep the terminal to the programs', () =>
    noFindings(
      sources.filter(within('engine')).flatMap((file) => {
        const findings: Finding[] = [];
        visitSyntax(file, (node, line) => {
          if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console')
            findings.push(`${file.path}:${line} uses ${node.getText()}`);
        });
        return findings;
      }),
      'Report through Control.report, return notices or throw an EngineError; the command line does the printing.',
    ));
});

/** Written in pieces, or this file would find itself. */
const MARKERS = new RegExp(
  [
    '\\b(it|describe|test|suite)\\.on' + 'ly\\(',
    '\\bTO' + 'DO\\b',
    '\\bFIX' + 'ME\\b',
    '\\bX' + 'XX\\b',
  ].join('|'),
);

/** "@scope/name" or "name" of "name/file.js". */
function nameOfPackage(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Names of a package in a decision: in full, by the end that tells it from its family, or with all of @types. */
function namesOfPackage(name: string): string[] {
  const endings = [...name.matchAll(/-/g)].map(({ index }) => `\`${name.slice(index)}\``);
  return [`\`${name}\``, ...endings, ...(name.startsWith('@types/') ? ['`@types/*`'] : [])];
}

/** Pairs of rooms that import each other; programs belong to no room. */
function mutualRooms(files: readonly SourceFile[]): Finding[] {
  const roomOf = (path: string) => path.split('/').slice(0, -1).join('/').split('/').slice(0, 2).join('/');
  const ways = new Map<string, string>();
  for (const { path, room, imports } of files)
    for (const imported of imports) {
      if (!imported.path || !room.includes('/')) continue;
      const other = roomOf(imported.path);
      if (other.includes('/') && other !== room)
        ways.set(`${room} → ${other}`, `${path}:${imported.line} imports ${imported.from}`);
    }
  return [...ways].flatMap(([way, finding]) => {
    const [from, to] = way.split(' → ');
    return ways.has(`${to} → ${from}`) ? [`${way}: ${finding}`] : [];
  });
}

/** Loops along imports, those of types too, each once. */
function importCycles(files: readonly SourceFile[]): Finding[] {
  const needs = new Map(
    files.map(({ path, imports }) => [
      path.replace(/\.\w+$/, ''),
      imports.flatMap((imported) => (imported.path ? [imported.path] : [])),
    ]),
  );
  const done = new Set<string>();
  const cycles: Finding[] = [];
  const follow = (module: string, trail: readonly string[]) => {
    const seenAt = trail.indexOf(module);
    if (seenAt >= 0) cycles.push([...trail.slice(seenAt), module].join(' → '));
    if (seenAt >= 0 || done.has(module)) return;
    for (const next of needs.get(module) ?? []) follow(next, [...trail, module]);
    done.add(module);
  };
  for (const module of needs.keys()) follow(module, []);
  return cycles;
}
