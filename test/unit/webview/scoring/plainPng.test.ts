import assert from 'node:assert/strict';
import { isPlainPng } from '../../../../webview/scoring/plainPng.js';

/** PNG file of a signature and chunks, without checksums: only decoders read them. */
function png(colourType: number, ...chunks: string[]): Uint8Array {
  const chunk = (name: string, data: readonly number[]) => [
    ...[0, 0, 0, data.length],
    ...Buffer.from(name, 'latin1'),
    ...data,
    ...[0, 0, 0, 0],
  ];
  const header = [0, 0, 0, 1, 0, 0, 0, 1, 8, colourType, 0, 0, 0];
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...chunks.flatMap((name) => chunk(name, [1, 2, 3])),
  ]);
}

describe('a picture that the browser and the engine read alike', () => {
  it('is a PNG of 8-bit colours or greys', () => {
    assert.ok(isPlainPng(png(2, 'IDAT')));
    assert.ok(isPlainPng(png(0, 'tEXt', 'IDAT')));
  });

  it('has no palette, no alpha, no profile, no gamma and no rotation', () => {
    for (const type of [3, 4, 6]) assert.equal(isPlainPng(png(type, 'IDAT')), false);
    for (const name of ['iCCP', 'gAMA', 'cHRM', 'tRNS', 'eXIf'])
      assert.equal(isPlainPng(png(2, name, 'IDAT')), false, name);
  });

  it('is no JPEG, and no file that ends early', () => {
    assert.equal(isPlainPng(Uint8Array.of(0xff, 0xd8, 0xff)), false);
    assert.equal(isPlainPng(png(2)), false);
  });
});
