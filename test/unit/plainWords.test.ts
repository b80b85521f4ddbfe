// Measures habits of docs/style.md: a comment opens with a noun or a verb, not with a preposition or a relative clause;
// LAP2β has one spelling.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentsOf } from './sourceComments.js';
import { readSources, ROOT } from './sourceTree.js';

/** Comments that may open so, per cent of all: a few read well that way. */
const LIMIT_PERCENT = 1;

/** Prepositions, and words that open a relative clause. */
const AVOIDED = new Set(
  [
    'about above after against among as at before behind below beneath beside besides between beyond by during for from',
    'in inside into of on onto out outside over per since than through to toward towards under until unless upon via',
    'when whenever where whereas wherever whether what whatever which whichever while who whoever whom whose with',
    'within without',
  ].flatMap((line) => line.split(' ')),
);
/** Openings that only look so: "Per cent", "About 30". */
const NOT_MEANT = /^(per cent|about \d)/i;
const FILES_NAMED = 40;

interface Finding {
  readonly path: string;
  readonly line: number;
  readonly opening: string;
}

describe('comments of a source', () => {
  const found = (text: string, path = 'a.ts') => commentsOf({ path, text }).map(({ prose }) => prose);

  it('are blocks, and consecutive lines as one', () =>
    assert.deepEqual(
      found('// One\n// goes on.\n\n// Two.\nf(); // Three.\n/** Four\n * goes on. */\ng();'),
      ['One goes on.', 'Two.', 'Three.', 'Four goes on.'],
    ));

  it('end at the first tag', () =>
    assert.deepEqual(found('/**\n * Reads.\n * @throws when it fails\n */\n/** @param n of it */\nf();'), [
      'Reads.',
    ]));

  it('leave out instructions to tools', () =>
    assert.deepEqual(
      found('// prettier-ignore\nf();\n// @ts-expect-error wrong\n/* global document */'),
      [],
    ));

  it('are not looked for in strings and text of JSX', () =>
    assert.deepEqual(found("const a = <b x='// no'>https://no</b>; // Yes.", 'a.tsx'), ['Yes.']));
});

describe('plain words', () => {
  const comments = readSources('engine', 'extension', 'webview', 'test').flatMap((file) =>
    commentsOf(file).map((comment) => ({ path: file.path, ...comment })),
  );
  const prose = comments.filter(({ prose }) => /^["'“‘`]?[A-Za-z]/.test(prose));

  it(`at most ${LIMIT_PERCENT} % of the comments open with a preposition or a relative clause`, () => {
    const findings = prose.flatMap(({ path, line, prose }): Finding[] => {
      const words = prose.split(/\s+/);
      const first = words[0]!.toLowerCase().replace(/[^a-z]+$/, '');
      return AVOIDED.has(first) && !NOT_MEANT.test(prose)
        ? [{ path, line, opening: words.slice(0, 6).join(' ') }]
        : [];
    });
    const percent = (100 * findings.length) / prose.length;
    if (percent <= LIMIT_PERCENT) return;
    assert.fail(
      `\n  ${findings.map(({ path, line, opening }) => `${path}:${line} ${opening}`).join('\n  ')}\n` +
        `Most in ${mostOften(findings.map(({ path }) => path)).join(', ')}.\n` +
        `${findings.length} of ${prose.length} comments, ${percent.toFixed(1)} %, open with a preposition or a relative ` +
        `clause; at most ${LIMIT_PERCENT} % may. Begin with a noun or a verb that says what the thing is: docs/style.md.`,
    );
  });
});

/** Texts that people read: those in sources, documents, the first steps, cards of models. */
function texts(): readonly { readonly path: string; readonly text: string }[] {
  const folders = ['docs', 'extension/walkthrough', 'models/deepliif-open'];
  const documents = ['README.md', 'CONTRIBUTING.md', 'package.nls.json'].concat(
    folders.flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${folder}/${name}`),
    ),
  );
  return [
    ...readSources('engine', 'extension', 'webview'),
    ...documents.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
  ];
}

describe('LAP2β', () => {
  /** Names of the reference: in its options and models, and in names of files. */
  const ITS_NAMES = /_Lap2|DAPILap2|mod3-Lap2|\|Lap2\||'Lap2'|\bDAPI, Lap2, Marker\b/g;
  /** Place where names are recognised, whatever their spelling; facts about the reference quote it. */
  const QUOTES = ['engine/dataset/panels.ts', 'docs/reference.md'];

  it('is spelled so wherever people read it; "lap2" is its id', () => {
    const findings = texts()
      .filter(({ path }) => !QUOTES.includes(path))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .map((line, i) => ({ line: line.replace(ITS_NAMES, ''), place: `${path}:${i + 1}` }))
          .filter(({ line }) => /LAP2(?!β)|Lap2|LAP-2|lap2-?(beta|β)/.test(line))
          .map(({ place }) => place),
      );
    assert.deepEqual(findings, []);
  });
});

/** The names that occur most, with their counts. */
function mostOften(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, FILES_NAMED)
    .map(([name, count]) => `${name} (${count})`);
}
