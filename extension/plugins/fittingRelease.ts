// Release of a plug-in that fits a version of DeepLIIF: the newest whose range holds the version. Versions are compared as
// Semantic Versioning 2.0.0 says (clause 11).

import type { CatalogueRelease } from './catalogue.js';

/** Newest release for the version; undefined if none fits. */
export function fittingRelease(
  releases: readonly CatalogueRelease[],
  version: string,
): CatalogueRelease | undefined {
  return [...releases]
    .filter(({ version_range: { min, max, excludes } }) => {
      const isIn = compareVersions(min, version) <= 0 && (!max || compareVersions(version, max) <= 0);
      return isIn && !(excludes ?? []).some((one) => compareVersions(one, version) === 0);
    })
    .sort((a, b) => compareVersions(b.name, a.name))[0];
}

/** Range of a release for people: "0.1.0 to 0.3.0", "0.1.0 or later". */
export function rangeParts({ version_range: { min, max } }: CatalogueRelease): {
  readonly min: string;
  readonly max: string | undefined;
} {
  return { min: plain(min), max: max ? plain(max) : undefined };
}

function plain(version: string): string {
  return version.replace(/^v/, '');
}

/** Negative if `a` is earlier than `b`. */
export function compareVersions(a: string, b: string): number {
  const [coreA, preA] = partsOf(a);
  const [coreB, preB] = partsOf(b);
  for (let i = 0; i < 3; i++) if (coreA[i] !== coreB[i]) return coreA[i]! - coreB[i]!;
  // A version is later than its own pre-releases.
  if (preA.length === 0 || preB.length === 0) return preB.length - preA.length;
  for (let i = 0; i < Math.max(preA.length, preB.length); i++) {
    const order = compareIdentifiers(preA[i], preB[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(version: string): readonly [core: readonly number[], pre: readonly string[]] {
  const [core = '', ...pre] = plain(version).split('+')[0]!.split('-');
  const rest = pre.join('-');
  return [core.split('.').map(Number), rest === '' ? [] : rest.split('.')];
}

/** Numbers by value and before words; fewer identifiers before more. */
function compareIdentifiers(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA && isNumberB) return Number(a) - Number(b);
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
