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

/** Cells about folders of one kind, for a notebook that has begun. */
export function blockCells(
  kind: FolderKind,
  paths: readonly string[],
  language: KernelLanguage,
): readonly NotebookCell[] {
  const cells = CELLS[language][kind](paths);
  return language === 'python' ? [code(PYTHON_IMPORT), ...cells] : cells;
}

/** Cell that lists the models. */
export function modelsCell(): NotebookCell {
  return code('await deepliif.models()');
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
    modelsCell(),
  ];
}

const PYTHON_IMPORT =
  'from deepliif_notebook import cells, losses, metrics, result, results, run, runs, show, trials';

type CellsOf = (paths: readonly string[]) => readonly NotebookCell[];

const SCORES_TABLE = `deepliif.table(
  results.map(({ name, model, scores }) => ({ name, model, ...Object.values(scores)[0] })),
)`;
const cellsTable = (result: string) => `const cells = await ${result}.cells();
deepliif.table(cells, { columns: ['index', 'class', 'x', 'y', 'areaPx', 'marker', 'od'], most: 10 })`;
const curvesTable = (run: string) => `const curves = await ${run}.curves();
deepliif.table(
  Object.entries(curves).map(([name, points]) => ({ name, points: points.length, last: points.at(-1)?.value })),
)`;
const trialsTable = (sweep: string) => `const trials = await ${sweep}.trials();
deepliif.table(
  trials.map(({ number, state, values, params }) => ({ number, state, value: values?.[0], ...params })),
)`;

const CELLS: Readonly<Record<KernelLanguage, Readonly<Record<FolderKind, CellsOf>>>> = {
  typescript: {
    result: (paths) => [
      code(opened('result', paths)),
      ...(paths.length > 1 ? [code(SCORES_TABLE)] : []),
      code(cellsTable(firstOf('result', paths))),
    ],
    run: (paths) => [code(opened('run', paths)), code(curvesTable(firstOf('run', paths)))],
    sweep: (paths) => [code(opened('sweep', paths, 'openSweep')), code(trialsTable(firstOf('sweep', paths)))],
  },
  python: {
    result: (paths) => shownWith('cells', paths),
    run: (paths) => shownWith('losses', paths),
    sweep: (paths) => shownWith('trials', paths),
  },
};

/** Cells of Python that show each folder, and the table of the first one. */
function shownWith(reader: string, paths: readonly string[]): readonly NotebookCell[] {
  return [...paths.map((path) => code(`show(${quoted(path)})`)), code(`${reader}(${quoted(paths[0]!)})`)];
}

/** Variable of the first folder. */
function firstOf(name: string, paths: readonly string[]): string {
  return paths.length > 1 ? `${name}s[0]` : name;
}

/** Code that opens one folder or several, and shows them. */
function opened(name: string, paths: readonly string[], method = name): string {
  const [first, ...more] = paths.map((path) => `await deepliif.${method}(${quoted(path)})`);
  if (more.length === 0) return `const ${name} = ${first};\n${name}`;
  const list = [first, ...more].map((one) => `  ${one},`).join('\n');
  return `const ${name}s = [\n${list}\n];\nawait deepliif.display(...${name}s);`;
}

function sourceText(folders: readonly NamedFolder[]): string {
  return folders.map(({ path }) => `- ${codeSpan(path)}`).join('\n');
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
