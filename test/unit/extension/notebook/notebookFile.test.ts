// Text of .ipynb files.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../../engine/files/packageRoot.js';
import { kernelLanguage, notebookText } from '../../../../extension/notebook/notebookFile.js';

const CELLS = [
  { kind: 'markdown', text: '# A\n\nb' },
  { kind: 'code', text: 'await deepliif.models()' },
] as const;

describe('the text of a notebook', () => {
  const text = notebookText(CELLS, 'typescript');

  it('is the same each time, laid out as VS Code and Jupyter save it', () => {
    assert.equal(text, notebookText(CELLS, 'typescript'));
    const isSorted = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.values(value).every(isSorted) &&
        (Array.isArray(value) || Object.keys(value).join() === Object.keys(value).sort().join()));
    assert.ok(isSorted(JSON.parse(text)));
    assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 1)}\n`);
  });

  it('has lines with their ends, cells with ids, no outputs and no counts', () =>
    assert.deepEqual((JSON.parse(text) as { readonly cells: unknown }).cells, [
      { cell_type: 'markdown', id: 'cell-1', metadata: {}, source: ['# A\n', '\n', 'b'] },
      {
        cell_type: 'code',
        execution_count: null,
        id: 'cell-2',
        metadata: {},
        outputs: [],
        source: ['await deepliif.models()'],
      },
    ]));

  it('asks for its kernel', () => {
    const { metadata } = JSON.parse(text) as { readonly metadata: { readonly kernelspec: unknown } };
    assert.deepEqual(metadata.kernelspec, {
      display_name: 'DeepLIIF (TypeScript)',
      language: 'typescript',
      name: 'deepliif',
    });
    assert.equal(kernelLanguage({ metadata }), 'typescript');
    assert.equal(kernelLanguage(JSON.parse(notebookText(CELLS, 'python'))), 'python');
    for (const other of [undefined, {}, { metadata: null }, { metadata: { language_info: { name: 'R' } } }])
      assert.equal(kernelLanguage(other), undefined);
  });
});

describe('the sample notebooks', () => {
  const folder = join(packageRoot(), 'extension/sample');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));

  it('are those that can be opened', () =>
    assert.deepEqual(names, [
      'analyse-an-image.ipynb',
      'compare-two-models.ipynb',
      'read-a-sweep.ipynb',
      'watch-a-training.ipynb',
    ]));

  for (const name of names)
    it(`${name} is laid out like a new notebook, without outputs, for our kernel`, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const { cells } = JSON.parse(text) as {
        readonly cells: readonly { readonly cell_type: 'markdown' | 'code'; readonly source: string[] }[];
      };
      const plain = cells.map(({ cell_type, source }) => ({ kind: cell_type, text: source.join('') }));
      assert.equal(text, notebookText(plain, 'typescript'));
    });
});
