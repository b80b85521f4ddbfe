// Names as folders, files and manifests can have them.

/** Names of modalities that are abbreviated in the reference and spelled out here. */
const SPELLED_OUT: ReadonlyMap<string, string> = new Map([['hema', 'hematoxylin']]);

/** Lower-case letters, digits and hyphens: "Ki-67 (IF)" → "ki-67-if". */
export function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-|-$/g, '');
  return SPELLED_OUT.get(plain) ?? (plain || 'unnamed');
}
