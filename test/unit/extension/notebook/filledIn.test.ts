// Code that notebooks are filled in with.

import assert from 'node:assert/strict';
import ts from 'typescript';
import { folderCells, inferenceCell, newCells } from '../../../../extension/notebook/filledIn.js';

const FOLDERS = [
  { kind: 'result', name: '22_2', path: 'deepliif-results/22_2' },
  { kind: 'run', name: 'first', path: 'runs/20260101-first' },
  { kind: 'sweep', name: 'paper', path: '/far/sweeps/paper' },
] as const;

describe('a notebook about folders', () => {
  for (const language of ['typescript', 'python'] as const) {
    const text = folderCells(FOLDERS, language)
      .map((cell) => cell.text)
      .join('\n');
    it(`for ${language}: names each folder in code and in its heading`, () => {
      assert.match(text, /^# 22\\_2, first, paper$/m);
      for (const { path } of FOLDERS) assert.ok(text.includes(`'${path}'`), path);
    });
  }

  it('is code without mistakes of syntax, whatever the names are', () => {
    const name = 'it\'s `a` "b" \\ </script>\n$\u2028{x}';
    const cells = [
      ...folderCells([{ kind: 'result', name, path: `deepliif-results/${name}` }], 'typescript'),
      inferenceCell(`${name}.png`, 0.25),
      ...newCells(),
    ];
    for (const { kind, text } of cells) {
      if (kind === 'markdown') continue;
      const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
      assert.deepEqual(diagnostics, []);
    }
    const heading = cells[0]!.text.split('\n')[0]!;
    assert.equal(heading, '# it\'s \\`a\\` "b" \\\\ \\</script\\> \\$ \\{x\\}');
  });

  it('analyses an image with the magnification that its file does not say', () => {
    assert.equal(inferenceCell('a.png').text, "await deepliif.infer('a.png')");
    assert.equal(inferenceCell('a.png', 0.25).text, "await deepliif.infer('a.png', { mpp: 0.25 })");
  });
});
