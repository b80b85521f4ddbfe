// Finds samples with the same or nearly the same input image, in one split or, worse, in both.

import { hashDistance } from './imageHashes.js';
import type { Fingerprint } from './examineSample.js';
import type { Split } from '../protocol/dataCheck.js';

export interface Marked {
  readonly split: Split;
  readonly name: string;
  readonly fingerprint: Fingerprint;
}

export interface Duplicate {
  readonly kind: 'same' | 'similar';
  readonly first: Marked;
  readonly second: Marked;
}

/**
 * Differing bits, of 64, up to which two hashes count as similar. Tiles of different places differ in about 32; JPEG
 * and scaling change 2 or 3.
 */
const SIMILAR = 6;

/** Pairs of a sample and the first earlier one that it repeats; turned and flipped copies are found too. */
export function findDuplicates(samples: readonly Marked[]): Duplicate[] {
  const byPixels = new Map<string, Marked>();
  const originals: Marked[] = [];
  const found: Duplicate[] = [];
  for (const second of samples) {
    const same = byPixels.get(second.fingerprint.pixels);
    if (same) {
      found.push({ kind: 'same', first: same, second });
      continue;
    }
    byPixels.set(second.fingerprint.pixels, second);
    const similar = originals.find(({ fingerprint }) => areSimilar(fingerprint, second.fingerprint));
    if (similar) found.push({ kind: 'similar', first: similar, second });
    else originals.push(second);
  }
  return found;
}

function areSimilar(a: Fingerprint, b: Fingerprint): boolean {
  const [upright] = a.coarse;
  return upright !== undefined && b.coarse.some((hash) => hashDistance(upright, hash) <= SIMILAR);
}
