// The package as a user gets it: its documents lead only to what is in it, and its page shows no broken picture.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../../../engine/files/packageRoot.js';
import { readManifest } from '../readManifest.js';

const root = packageRoot();
const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** Patterns of the allow-list: a file, `folder/**` or `folder/*.ending`. */
const allowed = read('.vscodeignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));
const isPacked = (file: string) =>
  allowed.some((pattern) => {
    const [folder, ending] = pattern.split('*').filter((part) => part !== '');
    if (!pattern.includes('*')) return file === pattern;
    return file.startsWith(folder!) && (pattern.endsWith('**') || file.endsWith(ending!));
  });
/** Blocks of code, in which brackets are no links. */
const CODE = /^```[\s\S]*?^```/gm;
/** Relative links and pictures of a Markdown file, as paths from the root. */
const linksOf = (file: string) =>
  [
    ...read(file)
      .replace(CODE, '')
      .matchAll(/\]\((?!https?:|command:|#)([^)#\s]+)/g),
  ].map(([, to]) => normalize(join(dirname(file), to!)));
const DOCUMENTS = allowed.filter((file) => /^[^*]+\.md$/.test(file));

describe('the package', () => {
  it('has the documents that its README leads to, and what those lead to', () => {
    assert.ok(linksOf('README.md').length > 8);
    for (const document of DOCUMENTS)
      for (const link of linksOf(document)) {
        assert.ok(existsSync(join(root, link)), `${document} leads to ${link}, which is missing`);
        assert.ok(isPacked(link), `${document} leads to ${link}, which is not in the package`);
      }
  });

  it('has the documents that messages and help texts name', () => {
    const said = ['engine', 'extension', 'webview']
      .flatMap((room) =>
        readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
      )
      .filter((path) => /\.tsx?$/.test(path))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .filter((line) => line.includes('docs/') && !/^\s*(\/\/|\/?\*)/.test(line) && /['"`]/.test(line))
          .flatMap((line) => [...line.matchAll(/docs\/[\w.-]+\.\w+/g)].map(([file]) => ({ path, file }))),
      );
    assert.ok(said.length > 0, 'they are found at all');
    for (const { path, file } of said) assert.ok(isPacked(file), `${path} names ${file}`);
  });

  it('has the pictures and texts that package.json names', () => {
    const text = JSON.stringify(readManifest<unknown>());
    const files = [...text.matchAll(/"(?:\.\/)?((?:extension|docs)\/[\w./-]+\.\w+)"/g)].map(
      ([, file]) => file!,
    );
    assert.ok(files.length > 5);
    for (const file of files) if (!file.endsWith('.mjs')) assert.ok(isPacked(file), file);
  });
});

describe('the README of the package', () => {
  type PackagedReadme = (text: string, hasAddress: boolean) => string;
  let packagedReadme: PackagedReadme;
  before(async () => {
    const file = pathToFileURL(join(root, 'extension/packaging/packagedReadme.mjs')).href;
    ({ packagedReadme } = (await import(file)) as { packagedReadme: PackagedReadme });
  });

  it('keeps its pictures if they have an address', () =>
    assert.equal(packagedReadme(read('README.md'), true), read('README.md')));

  it('leaves them out with their captions if they have none, and nothing else', () => {
    const text =
      'One.\n\n![a picture](a.png)\n\n*Its caption,\n`made`.*\n\n**Two.**\n\n![b](b.png)\n\nThree.\n';
    assert.equal(packagedReadme(text, false), 'One.\n\n**Two.**\n\nThree.\n');
    assert.doesNotMatch(packagedReadme(read('README.md'), false), /!\[/);
  });
});
