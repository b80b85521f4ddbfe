// An .ipynb file as text: format 4.5 of Jupyter. The same cells give the same bytes, laid out as VS Code and Jupyter save
// them, so that a notebook under version control changes only where its user changes it.

import { field, KERNELSPEC_NAME } from './kernelIds.js';

/** Kernels that a notebook can be written for. */
export type KernelLanguage = 'typescript' | 'python';

export interface NotebookCell {
  readonly kind: 'markdown' | 'code';
  readonly text: string;
}

interface KernelMetadata {
  readonly kernelspec: { readonly display_name: string; readonly language: string; readonly name: string };
  readonly language_info: { readonly name: string };
}

/** Metadata by which VS Code and Jupyter choose the kernel. */
export const KERNEL_METADATA: Readonly<Record<KernelLanguage, KernelMetadata>> = {
  typescript: {
    kernelspec: { display_name: 'DeepLIIF (TypeScript)', language: 'typescript', name: KERNELSPEC_NAME },
    language_info: { name: 'typescript' },
  },
  python: {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { name: 'python' },
  },
};

/** Keys are sorted and indented by one space; cells are numbered instead of getting random ids. */
export function notebookText(cells: readonly NotebookCell[], language: KernelLanguage): string {
  const notebook = {
    cells: cells.map(({ kind, text }, index) => {
      const id = `cell-${index + 1}`;
      const source = linesOf(text);
      return kind === 'markdown'
        ? { cell_type: kind, id, metadata: {}, source }
        : { cell_type: kind, execution_count: null, id, metadata: {}, outputs: [], source };
    }),
    metadata: KERNEL_METADATA[language],
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** Language of a notebook's kernel, from the metadata of its file; undefined for any other language. */
export function kernelLanguage(metadata: unknown): KernelLanguage | undefined {
  const inside = field(metadata, 'metadata') ?? metadata;
  const said =
    field(field(inside, 'language_info'), 'name') ?? field(field(inside, 'kernelspec'), 'language');
  if (said === 'python') return 'python';
  return said === 'typescript' || said === 'javascript' ? 'typescript' : undefined;
}

/** Lines with their ends, as Jupyter stores text. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}
