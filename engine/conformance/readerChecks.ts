// Checks of image readers. Broken files are made here; whole ones come from the folder "samples" of the plug-in, or are named
// with --image.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { contributionsOf } from '../plugins/contributionWords.js';
import type { Contribution } from '../protocol/plugins.js';
import type { Check } from './checks.js';
import { inWords } from './functionChecks.js';
import { noise } from './sampleCells.js';
import type { Outcome, TestedPlugin } from './testedPlugin.js';

type Reader = Contribution<'imageReaders'>;

const MOST_ROWS = 64;
const REFUSE =
  'Check the length and the fields of the file before you read pixels, and throw an Error that says what is wrong.';

async function samplesOf({ plugin, limits }: TestedPlugin, { endings }: Reader): Promise<readonly string[]> {
  const folder = join(plugin.folder, 'samples');
  const found = await readdir(folder).catch(() => [] as string[]);
  return [...limits.images, ...found.map((name) => join(folder, name))].filter((path) =>
    endings.some((ending) => path.toLowerCase().endsWith(ending.toLowerCase())),
  );
}

const describeImage = (tested: TestedPlugin, { id }: Reader, path: string, again = '') =>
  tested.call({
    kind: 'imageReaders',
    id,
    name: `describe ${path}${again}`,
    method: 'describe',
    args: [path],
  });

const readRows = (tested: TestedPlugin, { id }: Reader, path: string, from: number, count: number) =>
  tested.call({
    ...{ kind: 'imageReaders', id, name: `rows ${path} ${from} ${count}`, method: 'rows' },
    args: [path, from, count],
  });

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeFault(value: unknown): string | undefined {
  const { width, height, mpp } = (value ?? {}) as { width?: unknown; height?: unknown; mpp?: unknown };
  for (const [name, one] of Object.entries({ width, height }))
    if (!Number.isInteger(one) || (one as number) < 1)
      return `describe gave ${typeof one === 'number' ? String(one) : inWords(one)} as "${name}"`;
  return mpp === undefined || (typeof mpp === 'number' && mpp > 0 && mpp < 1e6)
    ? undefined
    : `describe gave ${typeof mpp === 'number' ? String(mpp) : inWords(mpp)} as "mpp"; leave it out if it is unknown`;
}

function rowsFault(value: unknown, { width }: Size, count: number): string | undefined {
  const expected = count * width * 3;
  if (!(value instanceof Uint8Array)) return `rows gave ${inWords(value)} instead of a Uint8Array`;
  return value.length === expected
    ? undefined
    : `rows gave ${value.length} values for ${count} rows of ${width} pixels instead of ${expected}`;
}

/** A check of each sample whose size is known. */
function sampleRow(
  id: string,
  title: string,
  advice: string,
  faultOf: (tested: TestedPlugin, reader: Reader, path: string, size: Size) => Promise<string | undefined>,
): Check {
  return {
    ...{ id: `image-reader-${id}`, group: 'image reader', title, advice },
    async find(tested) {
      const faults: string[] = [];
      let looked = 0;
      for (const reader of tested.hasCode ? contributionsOf(tested.plugin, 'imageReaders') : [])
        for (const path of await samplesOf(tested, reader)) {
          const described = await describeImage(tested, reader, path);
          if (described.end !== 'answered' || sizeFault(described.value) !== undefined) continue;
          looked++;
          const fault = await faultOf(tested, reader, path, described.value as Size);
          if (fault !== undefined) faults.push(`${reader.title}, ${path}: ${fault}`);
        }
      return looked === 0 ? undefined : faults;
    },
  };
}

const whatOf = (outcome: Outcome) => (outcome.end === 'failed' ? outcome.what : undefined);

/** A check with a broken file: it must be refused by an error, and within the time. */
function brokenRow(
  id: string,
  title: string,
  bytesOf: (tested: TestedPlugin, reader: Reader) => Promise<Uint8Array | undefined>,
): Check {
  return {
    ...{ id: `image-reader-${id}`, group: 'image reader', title, advice: REFUSE },
    async find(tested) {
      const readers = tested.hasCode ? contributionsOf(tested.plugin, 'imageReaders') : [];
      const folder = await mkdtemp(join(tmpdir(), 'deepliif-broken-'));
      const faults: string[] = [];
      let looked = 0;
      try {
        for (const reader of readers) {
          const bytes = await bytesOf(tested, reader);
          if (bytes === undefined) continue;
          const path = join(folder, `${reader.id}-${id}${reader.endings[0] ?? '.bin'}`);
          await writeFile(path, bytes);
          const described = await describeImage(tested, reader, path);
          looked++;
          const fault = await acceptedFault(tested, reader, path, described);
          if (fault !== undefined) faults.push(`${reader.title}: ${fault}`);
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      return looked === 0 ? undefined : faults;
    },
  };
}

/** Fault of a reader that did not refuse a broken file; hanging and dying are no refusals. */
async function acceptedFault(
  tested: TestedPlugin,
  reader: Reader,
  path: string,
  described: Outcome,
): Promise<string | undefined> {
  const isCrash = (what: string | undefined) => what !== undefined && !what.startsWith('failed');
  if (described.end !== 'answered') return isCrash(whatOf(described)) ? whatOf(described) : undefined;
  if (sizeFault(described.value) !== undefined) return sizeFault(described.value);
  const { height } = described.value as Size;
  const last = await readRows(tested, reader, path, height - 1, 1);
  if (last.end !== 'answered') return isCrash(whatOf(last)) ? whatOf(last) : undefined;
  return 'gave pixels of a broken file';
}

export const readerChecks: readonly Check[] = [
  {
    ...{ id: 'image-reader-sample', group: 'image reader' },
    title: 'Has a file to be tested with',
    advice: 'Put a small file into the folder "samples" of the plug-in, or name one: --image FILE.',
    async find(tested) {
      const readers = contributionsOf(tested.plugin, 'imageReaders');
      if (readers.length === 0) return undefined;
      const missing: string[] = [];
      for (const reader of readers)
        if ((await samplesOf(tested, reader)).length === 0) missing.push(`${reader.title} has no file`);
      return missing;
    },
  },
  {
    ...{ id: 'image-reader-describe', group: 'image reader' },
    title: 'Describes its files',
    advice: 'Return { width, height } in whole pixels, and "mpp" if the file says it.',
    async find(tested) {
      const faults: string[] = [];
      let looked = 0;
      for (const reader of tested.hasCode ? contributionsOf(tested.plugin, 'imageReaders') : [])
        for (const path of await samplesOf(tested, reader)) {
          const described = await describeImage(tested, reader, path);
          looked++;
          const fault = described.end === 'answered' ? sizeFault(described.value) : whatOf(described);
          if (fault !== undefined) faults.push(`${reader.title}, ${path}: ${fault}`);
        }
      return looked === 0 ? undefined : faults;
    },
  },
  sampleRow(
    'rows',
    'Reads rows of pixels',
    'Return a Uint8Array of count × width × 3 values: red, green, blue.',
    async (tested, reader, path, size) => {
      const count = Math.min(size.height, MOST_ROWS);
      const rows = await readRows(tested, reader, path, 0, count);
      return rows.end === 'answered' ? rowsFault(rows.value, size, count) : whatOf(rows);
    },
  ),
  sampleRow(
    'last-row',
    'Reads the last row alone',
    'Rows are asked for in bands, and the last band may be one row.',
    async (tested, reader, path, size) => {
      const rows = await readRows(tested, reader, path, size.height - 1, 1);
      return rows.end === 'answered' ? rowsFault(rows.value, size, 1) : whatOf(rows);
    },
  ),
  sampleRow(
    'bands',
    'Reads the same pixels in bands of any size',
    'Row "from" is a row of the image, not of the band before.',
    async (tested, reader, path, size) => {
      const count = Math.min(size.height, MOST_ROWS);
      const all = await readRows(tested, reader, path, 0, count);
      const one = await readRows(tested, reader, path, count - 1, 1);
      if (all.end !== 'answered' || one.end !== 'answered' || !(all.value instanceof Uint8Array))
        return undefined;
      return isDeepStrictEqual(all.value.slice((count - 1) * size.width * 3), one.value)
        ? undefined
        : `row ${count - 1} differs between two bands`;
    },
  ),
  sampleRow(
    'repeatable',
    'Describes a file in the same way twice',
    'Keep nothing between two files: readers are asked about several in turn.',
    async (tested, reader, path) => {
      const [one, two] = [
        await describeImage(tested, reader, path),
        await describeImage(tested, reader, path, ' again'),
      ];
      return isDeepStrictEqual({ ...one, ms: 0 }, { ...two, ms: 0 }) ? undefined : 'gave two answers';
    },
  ),
  sampleRow('quiet', 'Prints nothing', 'Remove console.log.', async (tested, reader, path) => {
    const described = await describeImage(tested, reader, path);
    return described.end === 'answered' && described.printed > 0
      ? `printed ${described.printed} characters`
      : undefined;
  }),
  brokenRow('garbage', 'Refuses a file of random bytes', (_, { firstBytes = [] }) =>
    Promise.resolve(Uint8Array.from([...firstBytes, ...noise(4096, 3)])),
  ),
  brokenRow('empty', 'Refuses an empty file', () => Promise.resolve(new Uint8Array(0))),
  brokenRow('truncated', 'Refuses the first half of a file', async (tested, reader) => {
    const [path] = await samplesOf(tested, reader);
    if (path === undefined) return undefined;
    const bytes = await readFile(path);
    return bytes.subarray(0, Math.floor(bytes.length / 2));
  }),
  {
    ...{ id: 'image-reader-missing', group: 'image reader' },
    title: 'Refuses a file that is not there',
    advice: REFUSE,
    async find(tested) {
      const readers = tested.hasCode ? contributionsOf(tested.plugin, 'imageReaders') : [];
      const faults: string[] = [];
      for (const reader of readers) {
        const path = join(tested.plugin.folder, `no-such-file${reader.endings[0] ?? '.bin'}`);
        const fault = await acceptedFault(tested, reader, path, await describeImage(tested, reader, path));
        if (fault !== undefined) faults.push(`${reader.title}: ${fault}`);
      }
      return readers.length === 0 ? undefined : faults;
    },
  },
];
