// Cells of notebooks with the code filled in: for an image, for results, runs and sweeps, and for a new notebook, in the
// language of each kernel. Paths are written relative to the notebook. Pure: the same arguments give the same cells.

import { l10n } from '../workbench/l10n.js';
import type { KernelLanguage, NotebookCell } from './notebookFile.js';

/** Kinds of folders that a notebook can show. */
export type FolderKind = 'result' | 'run' | 'sweep';

/** Folders of one kind; `path`: as the notebook names it, with "/" between its parts. */
export interface NamedFolder {
  readonly kind: FolderKind;
  readonly name: string;
  readonly path: string;
}

/** Cells of a notebook about these folders, each kind in a part of its own. */
export function folderCells(
  folders: readonly NamedFolder[],
  language: KernelLanguage,
): readonly NotebookCell[] {
  const parts = (['result', 'run', 'sweep'] as const).flatMap((kind) => {
    const those = folders.filter((folder) => folder.kind === kind);
    return those.length === 0 ? [] : CELLS[language][kind](those.map(({ path }) => path));
  });
  const heading = `# ${folders.map(({ name }) => plainMarkdown(name)).join(', ')}`;
  return [
    markdown(`${heading}\n\n${sourceText(folders)}`),
    ...(language === 'python' ? [code(PYTHON_IMPORT)] : []),
    ...parts,
  ];
}

/** Cell that analyses an image and shows the result. `mpp`: micrometres per pixel that the image does not say itself. */
export function inferenceCell(path: string, mpp?: number): NotebookCell {
  const options = mpp === undefined ? '' : `, { mpp: ${mpp} }`;
  return code(`await deepliif.infer(${quoted(path)}${options})`);
}

/** Cell of Python that shows a result. */
export function resultCell(path: string): NotebookCell {
  return code(`from deepliif_notebook import show\n\nshow(${quoted(path)})`);
}

/** Cells of a new notebook. */
export function newCells(): readonly NotebookCell[] {
  return [
    markdown(
      l10n.t(
        '# DeepLIIF\n\nRun the cell below to list the models. **DeepLIIF: Insert Analysis of Image…** adds a cell that analyses an image. Type `deepliif.` to see everything that the kernel can do.',
      ),
    ),
    code('await deepliif.models()'),
  ];
}

const PYTHON_IMPORT = 'from deepliif_notebook import cells, losses, result, run, runs, show, trials';

type CellsOf = (paths: readonly string[]) => readonly NotebookCell[];

const CELLS: Readonly<Record<KernelLanguage, Readonly<Record<FolderKind, CellsOf>>>> = {
  typescript: {
    result: (paths) => [
      code(listOf('results', paths)),
      code('for (const folder of results) await deepliif.display(folder);'),
      markdown(l10n.t('Cells of the first result, as a table of rows.')),
      code('const cells = await deepliif.cells(results[0]);\ncells.slice(0, 5)'),
    ],
    run: (paths) => [
      code(listOf('runs', paths)),
      code('for (const folder of runs) await deepliif.display(folder);'),
    ],
    sweep: (paths) => [
      code(listOf('sweeps', paths)),
      code('for (const folder of sweeps) await deepliif.display(folder);'),
    ],
  },
  python: {
    result: (paths) => [
      ...paths.map((path) => code(`show(${quoted(path)})`)),
      markdown(l10n.t('Cells of the first result, as a table of rows.')),
      code(`cells(${quoted(paths[0]!)})`),
    ],
    run: (paths) => [
      ...paths.map((path) => code(`show(${quoted(path)})`)),
      markdown(l10n.t('Losses by step.')),
      code(`losses(${quoted(paths[0]!)})`),
    ],
    sweep: (paths) => [
      ...paths.map((path) => code(`show(${quoted(path)})`)),
      markdown(l10n.t('Trials, the parameters beside the values.')),
      code(`trials(${quoted(paths[0]!)})`),
    ],
  },
};

function sourceText(folders: readonly NamedFolder[]): string {
  return folders.map(({ path }) => `- ${codeSpan(path)}`).join('\n');
}

function listOf(name: string, paths: readonly string[]): string {
  return `const ${name} = [\n${paths.map((path) => `  ${quoted(path)},`).join('\n')}\n];`;
}

function markdown(text: string): NotebookCell {
  return { kind: 'markdown', text };
}

function code(text: string): NotebookCell {
  return { kind: 'code', text };
}

/** String literal of TypeScript and of Python. */
function quoted(text: string): string {
  return /^[^'"\\\p{C}\p{Zl}\p{Zp}]*$/u.test(text) ? `'${text}'` : JSON.stringify(text);
}

/** Text in Markdown without any effect on it. */
function plainMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#+!|~&$]/g, '\\$&');
}

/** Code in a line of Markdown, whatever backticks are in it. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const line = text.replace(/[\r\n]+/g, ' ');
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
