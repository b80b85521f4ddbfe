import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { withCheckpointFolder } from '../../../engine/checkpoints/checkpointPlace.js';
import type { Progress } from '../../../engine/protocol/progress.js';
import { refusal } from './refusal.js';
import { zip, type ZipEntry } from './zipBytes.js';

const WEIGHTS = Buffer.from('weights of G1 '.repeat(5000));

/** Entry as every zip program writes it: compressed. */
function packed(name: string, content: Uint8Array, lies: ZipEntry['lies'] = {}): ZipEntry {
  const checked = { method: 8, crc: crc32(content), bytes: content.length, ...lies };
  return { name, content: deflateRawSync(content, { level: 1 }), lies: checked };
}

const FILES = [
  packed('Model/G1.pt', WEIGHTS),
  packed('Model/train_opt.txt', Buffer.from('model: DeepLIIF\n')),
];

describe('a checkpoint as a user has it', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-place-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const save = async (entries: readonly ZipEntry[], name = 'Latest.zip') => {
    await writeFile(join(root, name), zip(entries));
    return join(root, name);
  };
  const used: string[] = [];
  const use = async (folder: string) => {
    used.push(...(await readdir(folder)).sort());
    return { name: basename(folder), weights: await readFile(join(folder, 'G1.pt')) };
  };
  const open = (place: string, control = {}) =>
    withCheckpointFolder(place, join(root, 'models', 'mine'), control, use);
  const refused = async (place: string, ...how: Parameters<typeof refusal>) => {
    await assert.rejects(open(place), refusal(...how));
    assert.deepEqual(await readdir(join(root, 'models')).catch(() => []), [], 'nothing is left');
  };

  it('may be a .zip with a folder in it, of which only weights and options are unpacked, and nothing stays', async () => {
    used.length = 0;
    const reports: Progress[] = [];
    const others = ['__MACOSX/Model/._G1.pt', 'Model/._G1.pt', 'Model/notes.exe', 'Model/.DS_Store'];
    const place = await save([...FILES, ...others.map((name) => packed(name, WEIGHTS))]);
    const { name, weights } = await open(place, { report: (done: Progress) => reports.push(done) });
    assert.equal(name, 'Model');
    assert.deepEqual(weights, WEIGHTS);
    assert.deepEqual(used, ['G1.pt', 'train_opt.txt']);
    assert.equal(reports[0]!.stage, 'unpacking (MB)');
    assert.deepEqual(await readdir(join(root, 'models')), []);
  });

  it('may be a .zip without a folder, which then gives the name', async () => {
    const place = await save([packed('G1.pt', WEIGHTS)], 'DeepLIIF_Latest_Model.zip');
    assert.equal((await open(place)).name, 'DeepLIIF_Latest_Model');
  });

  it('may lie three folders below the given one, and no deeper', async () => {
    const inside = join(root, 'a', 'b', 'c');
    await mkdir(inside, { recursive: true });
    await writeFile(join(inside, 'G1.pt'), WEIGHTS);
    assert.equal((await open(join(root, 'a'))).name, 'c');
    assert.equal((await open(root)).name, 'c');
    await rm(inside, { recursive: true });
    await mkdir(join(inside, 'd'), { recursive: true });
    await writeFile(join(inside, 'd', 'G1.pt'), WEIGHTS);
    await refused(root, /holds no checkpoint.*train_opt\.txt/, 'model-not-found');
  });

  it('must be one, not several', async () => {
    const place = await save([...FILES, packed('Other/G1.pt', WEIGHTS)]);
    await refused(place, /Latest\.zip holds 2 checkpoints \(.*Model.*Import one/, 'usage');
  });

  it('leaves nothing after a cancellation', async () => {
    const place = await save(FILES);
    const signal = { aborted: false };
    const report = () => void (signal.aborted = true);
    await assert.rejects(open(place, { signal, report }), refusal(/Cancelled/, 'cancelled'));
    assert.deepEqual(await readdir(join(root, 'models')), []);
  });

  for (const [what, entries, message, code = 'model-invalid'] of [
    [
      'without weights',
      [packed('Model/readme.txt', WEIGHTS)],
      /no weight files.*DeepLIIF/,
      'model-not-found',
    ],
    [
      'with a damaged file',
      [packed('Model/G1.pt', WEIGHTS, { crc: 7 })],
      /"Model\/G1\.pt" is damaged.*Download/,
    ],
    ['with a file that is longer than it says', [packed('G1.pt', WEIGHTS, { bytes: 9 })], /damaged/],
    ['with a path out of the folder', [packed('../../G1.pt', WEIGHTS)], /invalid relative path/],
    ['with a name that Windows refuses', [packed('a?b/G1.pt', WEIGHTS)], /cannot be a file's/],
    ['with two files of one name', [packed('G1.pt', WEIGHTS), packed('g1.pt', WEIGHTS)], /two entries named/],
    ['compressed in another way', [packed('G1.pt', WEIGHTS, { method: 14 })], /method 14.*Unpack it/],
    [
      'that would unpack to far more than weights do',
      [packed('G1.pt', WEIGHTS, { bytes: 3e9 })],
      /announces/,
    ],
  ] as const)
    it(`is refused as a .zip ${what}`, async () => refused(await save(entries), message, code));

  it('is refused as a .zip that was cut off, or that is encrypted', async () => {
    const place = await save(FILES);
    const bytes = await readFile(place);
    await writeFile(place, bytes.subarray(0, bytes.length / 2));
    await refused(place, /is no complete \.zip file.*Download it again/);
    // Bit 0 of the flags in the directory: encrypted.
    bytes[bytes.indexOf('PK\x01\x02') + 8]! |= 1;
    await writeFile(place, bytes);
    await refused(place, /encrypted\. Unpack it with its password/);
  });

  it('is refused as another kind of file', async () => {
    await writeFile(join(root, 'G1.pt'), WEIGHTS);
    await refused(join(root, 'G1.pt'), /neither a folder nor a \.zip/, 'model-not-found');
    await refused(join(dirname(root), 'nowhere-at-all'), /does not exist/, 'model-not-found');
  });
});
