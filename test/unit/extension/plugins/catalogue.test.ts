// Catalogues in QuPath's shape are checked, and the release that fits is chosen.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue, type CatalogueRelease } from '../../../../extension/plugins/catalogue.js';
import { readPlace } from '../../../../extension/plugins/fetchBounded.js';
import { compareVersions, fittingRelease } from '../../../../extension/plugins/fittingRelease.js';

const release = (name: string, min: string, more: Partial<CatalogueRelease['version_range']> = {}) => ({
  name,
  main_url: `https://example.org/shape-${name}.vsix`,
  version_range: { min, ...more },
});
const shape = {
  ...{ name: 'Shape', description: 'Shapes of nuclei.', author: 'Acme', homepage: 'https://example.org' },
  starred: false,
  releases: [{ ...release('v1.0.0', 'v0.1.0'), required_dependency_urls: null, javadoc_urls: [] }],
};

describe('a catalogue of plug-ins', () => {
  const read = (extension: object) =>
    catalogue({ name: 'Ours', description: '', extensions: [extension] }, 'catalog.json');

  it('is read in the shape of QuPath’s', () => assert.equal(read(shape).extensions[0]!.name, 'Shape'));

  for (const [what, extension, where] of [
    ['an address without https', { ...shape, homepage: 'http://example.org' }, /extensions\[0\]\.homepage/],
    ['a package at file:', withUrl('file:///tmp/x.vsix'), /releases\[0\]\.main_url/],
    [
      'a release without versions',
      { ...shape, releases: [{ ...shape.releases[0], version_range: {} }] },
      /min/,
    ],
  ] as const)
    it(`with ${what} is refused with the place`, () => assert.throws(() => read(extension), where));
});

describe('the release of a plug-in', () => {
  const chosen = (version: string, ...releases: readonly CatalogueRelease[]) =>
    fittingRelease(releases, version)?.name;

  it('is the newest that fits the version', () => {
    const old = release('v1.9.0', 'v0.1.0', { max: 'v0.1.9' });
    const recent = release('v1.10.0', 'v0.2.0');
    assert.equal(chosen('0.1.4', old, recent), 'v1.9.0');
    assert.equal(chosen('0.2.0', old, recent), 'v1.10.0');
    assert.equal(chosen('0.3.0', release('v1.2.0', 'v0.1.0'), recent), 'v1.10.0');
  });

  it('is none before the first version, after the last, and for an excluded one', () => {
    assert.equal(chosen('0.0.9', release('v1.0.0', 'v0.1.0')), undefined);
    assert.equal(chosen('1.0.0', release('v1.0.0', 'v0.1.0', { max: 'v0.9.0' })), undefined);
    assert.equal(chosen('0.2.0', release('v1.0.0', 'v0.1.0', { excludes: ['v0.2.0'] })), undefined);
  });

  it('is chosen in the order of Semantic Versioning (clause 11)', () => {
    const order = ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2'];
    const sorted = [...order, '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.2.0', '1.10.0'];
    assert.deepEqual([...sorted].reverse().sort(compareVersions), sorted);
  });
});

describe('a place of a catalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepliif-catalogue-'));
  const file = join(folder, 'catalog.json');
  const limits = { mostBytes: 100, timeoutMs: 1000 };
  before(() => writeFileSync(file, '{}'));
  after(() => rmSync(folder, { recursive: true }));

  it('may be a path or a file: address', async () => {
    for (const place of [file, pathToFileURL(file).href])
      assert.equal(Buffer.from(await readPlace(place, limits)).toString(), '{}');
  });

  for (const [what, place, why] of [
    ['a relative path', 'catalog.json', /absolute path or an address that begins with https/],
    ['an address without encryption', 'http://example.org/catalog.json', /begins with https/],
    ['a folder', folder, /not a regular file/],
    ['a file that is missing', join(folder, 'none.json'), /Cannot read .*none\.json/],
  ] as const)
    it(`is not ${what}`, () => assert.rejects(readPlace(place, limits), { code: 'usage', message: why }));

  it('holds no more than is allowed', () =>
    assert.rejects(readPlace(file, { ...limits, mostBytes: 1 }), /larger than/));
});

function withUrl(main_url: string) {
  return { ...shape, releases: [{ ...shape.releases[0], main_url }] };
}
