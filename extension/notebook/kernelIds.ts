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

/** Field of a notebook's metadata; undefined if there is none, or `value` is no object. */
export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
