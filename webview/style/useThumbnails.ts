// Addresses of the small pictures that have arrived; those of an earlier reading are given back.

import { useEffect, useMemo } from 'preact/hooks';

export interface Thumbnails {
  /** Address of the picture of an image; undefined until it has arrived. */
  readonly addressOf: (at: number) => string | undefined;
}

/** @param files WebP files by position; another map for each reading, which grows */
export function useThumbnails(files: ReadonlyMap<number, Uint8Array>): Thumbnails {
  const addresses = useMemo(() => new Map<number, string>(), [files]);
  useEffect(
    () => () => {
      for (const address of addresses.values()) URL.revokeObjectURL(address);
    },
    [addresses],
  );
  return {
    addressOf: (at) => {
      const known = addresses.get(at);
      const file = files.get(at);
      if (known !== undefined || !file || file.length === 0) return known;
      // The array may be shared memory for the types, which a blob does not take.
      const made = URL.createObjectURL(new Blob([new Uint8Array(file)], { type: 'image/webp' }));
      addresses.set(at, made);
      return made;
    },
  };
}
