// Pages of a TIFF: every picture in the file, and the choice of the one that is meant. Scanners put small copies of the
// picture beside it, and some put them first.

import type { ReadBytes } from './imageFile.js';
import { directoryAt, tiffStart, type TiffStart } from './tiffDirectory.js';
import { TAG, valueOf, type TiffFields } from './tiffTags.js';

/** Pages that are looked at; a stack may have more, which are not needed. */
const MOST_PAGES = 256;
const MOST_VALUES = 64;
/** A page without a mark is a small copy if a later one of the same shape is larger by this factor. */
const LARGER_FACTOR = 1.5;
const SHAPE_TOLERANCE = 0.02;

export interface TiffPage {
  /** Place of its directory in the file. */
  readonly offset: number;
  /** Number of the page, from 1; a page inside another one has that one's number. */
  readonly number: number;
  readonly isInside: boolean;
  readonly width: number;
  readonly height: number;
  /** True for a small copy and for a mask. */
  readonly isAuxiliary: boolean;
  readonly fields: TiffFields;
  /** Place of its pixels where they are not those of the directory: a plane of a stack with one directory. */
  readonly stacked?: { readonly offset: number; readonly length: number };
}

/** All pages with their first values per tag, in the order of the file. */
export async function tiffPages(bytesAt: ReadBytes): Promise<readonly TiffPage[]> {
  const start = await tiffStart(bytesAt);
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  const add = async (offset: number, number: number, isInside: boolean): Promise<number> => {
    if (seen.has(offset) || pages.length >= MOST_PAGES) return 0; // a circle of directories
    seen.add(offset);
    const found = await pageAt(bytesAt, start, offset, number, isInside);
    if (!found) return 0;
    pages.push(found.page);
    if (!isInside)
      for (const inside of found.page.fields.get(TAG.subDirectories) ?? []) await add(inside, number, true);
    return found.next;
  };
  let next = start.first;
  for (let number = 1; next !== 0; number++) next = await add(next, number, false);
  return pages;
}

async function pageAt(
  bytesAt: ReadBytes,
  start: TiffStart,
  offset: number,
  number: number,
  isInside: boolean,
): Promise<{ readonly page: TiffPage; readonly next: number } | undefined> {
  const directory = await directoryAt(bytesAt, start, offset, Object.values(TAG), MOST_VALUES);
  if (!directory) return undefined;
  const { fields, next } = directory;
  const kind = valueOf(fields, TAG.newSubfileType, 0);
  const page = {
    offset,
    number,
    isInside,
    width: valueOf(fields, TAG.width, 0),
    height: valueOf(fields, TAG.height, 0),
    isAuxiliary: (kind & 5) !== 0 || valueOf(fields, TAG.subfileType, 1) === 2,
    fields,
  };
  return { page, next };
}

/** The full picture: the first page, unless it is marked or shaped as a small copy of a later one. */
export function fullPage(pages: readonly TiffPage[]): TiffPage | undefined {
  const first = pages.find(({ isAuxiliary }) => !isAuxiliary) ?? pages[0];
  if (!first) return undefined;
  let full = first;
  for (const page of pages) if (!page.isAuxiliary && isLargerCopy(page, full)) full = page;
  return full;
}

function isLargerCopy(page: TiffPage, small: TiffPage): boolean {
  const across = page.width / small.width;
  const down = page.height / small.height;
  return across >= LARGER_FACTOR && Math.abs(across / down - 1) <= SHAPE_TOLERANCE;
}

/** Sentences for people: which page is used. */
export function pageNotices(pages: readonly TiffPage[], page: TiffPage): string[] {
  const count = pages.filter(({ isInside, isAuxiliary }) => !isInside && !isAuxiliary).length;
  if (page === pages[0])
    return count > 1
      ? [`The file has ${count < MOST_PAGES ? count : `at least ${count}`} pages; only the first is used.`]
      : [];
  const where = page.isInside ? `a page inside page ${page.number}` : `page ${page.number}`;
  const first = pages[0]!;
  return [
    `The first page is a small copy or a mask (${first.width} × ${first.height} pixels); ${where} ` +
      `(${page.width} × ${page.height} pixels) is used.`,
  ];
}
