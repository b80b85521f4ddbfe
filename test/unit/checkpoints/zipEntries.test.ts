import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';

import { openZip } from '../../../engine/checkpoints/zipEntries.js';
import { bytes } from './pickleBytes.js';
import { refusal } from './refusal.js';
import { zip, type ZipEntry } from './zipBytes.js';

const open = (data: Uint8Array) => openZip(data, 'a.pth');
const entry = (name: string, content = 'content', lies: ZipEntry['lies'] = {}): ZipEntry => ({
  name,
  content: bytes(content),
  lies,
});

describe('a zip file', () => {
  it('gives its entries as they are', async () => {
    const entries = await open(zip([entry('n/a', 'one'), entry('n/b', '')]));
    assert.deepEqual(entries.names, ['n/a', 'n/b']);
    assert.equal(Buffer.from(entries.read('n/a')).toString(), 'one');
    assert.equal(entries.read('n/b').length, 0);
    assert.equal(entries.has('n/c'), false);
    assert.throws(() => entries.read('n/c'), refusal(/has no zip entry "n\/c"/));
  });

  it('may have compressed entries that are not needed', async () => {
    // TorchScript compresses its code.
    const code = deflateRawSync(Buffer.alloc(100_000));
    const entries = await open(
      zip([entry('n/a'), { name: 'n/code.py', content: code, lies: { method: 8, bytes: 100_000 } }]),
    );
    assert.equal(entries.read('n/a').length, 7);
    assert.throws(() => entries.read('n/code.py'), refusal(/is compressed or encrypted/));
  });
});

describe('a lying zip file is refused:', () => {
  const cases: [name: string, data: Uint8Array, message: RegExp][] = [
    ['no end record', zip([entry('n/a')]).subarray(0, -22), /not a valid zip file/],
    ['an entry beyond the end', zip([entry('n/a', 'x', { compressedBytes: 9999, bytes: 9999 })]), /outside of the file/],
    ['a header beyond the end', zip([entry('n/a', 'x', { headerAt: 1_000_000 })]), /outside of the file/],
    ['a header that is none', zip([entry('n/a', 'x', { headerAt: 3 })]), /outside of the file/],
    ['two sizes for stored bytes', zip([entry('n/a', 'x', { bytes: 5 })]), /size mismatch/],
    ['two entries of one name', zip([entry('n/a'), entry('n/a')]), /two zip entries named/],
    ['two entries at one place', zip([entry('n/a'), entry('n/b', 'content', { headerAt: 0 })]), /overlaps/],
    ['an entry inside another', zip([entry('n/a', 'x'.repeat(50)), entry('n/b', 'x', { headerAt: 33 })]), /outside|overlaps/],
    ['a name that leads out', zip([entry('../../etc/passwd')]), /not a valid zip file/],
    ['an absolute name', zip([entry('/etc/passwd')]), /not a valid zip file/],
    ['a name with backslashes', zip([entry('n\\..\\a')]), /not a valid zip file/],
    ['more entries than there are', zip([entry('n/a')], { entryCount: 5 }), /not a valid zip file/],
    ['60,000 entries', zip([entry('n/a')], { entryCount: 60_000 }), /claims 60000 zip entries/],
  ]; // prettier-ignore
  for (const [name, data, message] of cases) it(name, () => assert.rejects(open(data), refusal(message)));

  it('damaged content', async () => {
    const data = zip([entry('n/a', 'content')]);
    data[data.indexOf('o'.charCodeAt(0), 30)] = 0;
    const entries = await open(data);
    assert.throws(() => entries.read('n/a'), refusal(/is damaged/));
  });

  it('a bomb of 10,000 to 1: nothing is inflated', async () => {
    const content = deflateRawSync(Buffer.alloc(10_000_000));
    const entries = await open(
      zip([{ name: 'n/data.pkl', content, lies: { method: 8, bytes: 10_000_000 } }]),
    );
    assert.throws(() => entries.read('n/data.pkl'), refusal(/is compressed/));
  });

  it('cut off anywhere', async () => {
    const data = zip([entry('n/a'), entry('n/b')]);
    for (let length = 0; length < data.length; length++)
      await assert.rejects(open(data.subarray(0, length)), refusal(/a\.pth/));
  });
});
