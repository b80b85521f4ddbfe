// Sizes of areas that the host gives to a new page: those of the last page of its kind.

import { firstSizes } from './splitSizes.js';

/** Empty for the first page of its kind. */
export function kindSizes(): Readonly<Record<string, number>> {
  return firstSizes(document.body.dataset.sizes);
}
