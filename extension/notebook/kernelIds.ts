// Names of the kernel of notebooks, as VS Code and notebook files know it.

/** Type of notebooks in .ipynb files; VS Code brings its reader and writer. */
export const NOTEBOOK_TYPE = 'jupyter-notebook';

export const KERNEL_ID = 'deepliif.kernel';

/** Value of `metadata.kernelspec.name` by which a notebook asks for this kernel. */
export const KERNELSPEC_NAME = 'deepliif';

export const KERNEL_LANGUAGES = ['typescript', 'javascript'] as const;

/** True for metadata of a notebook that asks for this kernel. */
export function asksForKernel(metadata: unknown): boolean {
  const inside = field(metadata, 'metadata') ?? metadata;
  return field(field(inside, 'kernelspec'), 'name') === KERNELSPEC_NAME;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
