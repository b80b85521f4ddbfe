// Address of a picture that came as the bytes of its file; it lasts as long as the component shows them.

import { useEffect, useState } from 'preact/hooks';

/** Undefined before the first frame. */
export function usePictureAddress(bytes: Uint8Array, mime: string): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    // The array may be shared memory for the types, which a blob does not take.
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mime }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, mime]);
  return address;
}
