import assert from 'node:assert/strict';

import { readCheckpointBytes } from '../../../engine/checkpoints/readCheckpoint.js';
import { encodeSafetensors, readSafetensors } from '../../../engine/tensors/safetensors.js';
import type { Weights } from '../../../engine/tensors/weights.js';
import { bytes, uint64 } from '../checkpoints/pickleBytes.js';
import { refusal } from '../checkpoints/refusal.js';
import { TINY_UNET, weightsFor } from '../checkpoints/weightFiles.js';

const encode = (weights: Weights): Uint8Array => new Uint8Array(Buffer.concat(encodeSafetensors(weights)));
const read = (data: Uint8Array) => readSafetensors(data, 'a.safetensors');

/** A file with this header, valid or not, and these numbers. */
function file(header: unknown, numbers: Uint8Array = new Uint8Array(16)): Uint8Array {
  const json = typeof header === 'string' ? header : JSON.stringify(header);
  return bytes(uint64(BigInt(json.length)), json, numbers);
}

const f32 = (begin: number, end: number, shape: readonly number[] = [(end - begin) / 4]): unknown => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

describe('safetensors', () => {
  it('return the weights that were written, unchanged', () => {
    const weights = weightsFor(TINY_UNET);
    const { weights: again } = read(encode(weights));
    assert.deepEqual(new Map([...again].sort()), new Map([...weights].sort()));
  });

  it('are laid out as the format says: length, JSON, numbers on an 8-byte boundary', () => {
    const data = encode(new Map([['w', { shape: [1, 2], data: new Float32Array([1, -2]) }]]));
    const headerBytes = Number(new DataView(data.buffer).getBigUint64(0, true));
    assert.equal(headerBytes % 8, 0);
    assert.deepEqual(JSON.parse(Buffer.from(data.subarray(8, 8 + headerBytes)).toString()), {
      __metadata__: { format: 'pt' },
      w: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
    });
    assert.deepEqual([...new Float32Array(data.slice(8 + headerBytes).buffer)], [1, -2]);
  });

  it('are the same bytes for the same weights in any order', () => {
    const weights = weightsFor(TINY_UNET);
    assert.deepEqual(encode(new Map([...weights].reverse())), encode(weights));
  });

  it('hold scalars and empty tensors', () => {
    const weights = new Map([
      ['empty', { shape: [0, 3], data: new Float32Array(0) }],
      ['scalar', { shape: [], data: new Float32Array([7]) }],
    ]);
    assert.deepEqual(new Map(read(encode(weights)).weights), weights);
  });

  it('in half precision are converted to float32', () => {
    const header = {
      half: { dtype: 'F16', shape: [2], data_offsets: [0, 4] },
      brain: { dtype: 'BF16', shape: [2], data_offsets: [4, 8] },
      count: { dtype: 'I64', shape: [], data_offsets: [8, 16] },
    };
    const numbers = bytes(0x00, 0x3c, 0x00, 0xc1, 0x80, 0x3f, 0x20, 0xc0, uint64(90n));
    const { weights, integers } = read(file(header, numbers));
    assert.deepEqual(weights.get('half')?.data, new Float32Array([1, -2.5]));
    assert.deepEqual(weights.get('brain')?.data, new Float32Array([1, -2.5]));
    assert.deepEqual(integers.get('count')?.data, new BigInt64Array([90n]));
  });

  it('are recognised by their content', async () => {
    const data = encode(weightsFor(TINY_UNET));
    assert.equal((await readCheckpointBytes(data, 'model.pth')).format, 'safetensors');
  });

  it('may begin at any address', () => {
    const data = encode(weightsFor(TINY_UNET));
    const shifted = new Uint8Array(data.length + 1);
    shifted.set(data, 1);
    assert.deepEqual(read(shifted.subarray(1)).weights, read(data).weights);
    assert.deepEqual(read(Buffer.from(shifted.buffer, 1)).weights, read(data).weights);
  });
});

describe('broken safetensors are refused:', () => {
  const cases: [name: string, data: Uint8Array, message: RegExp][] = [
    ['an empty file', bytes(), /the header length needs 8 bytes/],
    ['a header longer than the file', bytes(uint64(500n), '{}'), /only 2 are left/],
    ['a header of 2^63 bytes', bytes(uint64(2n ** 63n), '{}'), /impossibly large/],
    ['a header of 200 MB', bytes(uint64(200_000_000n), '{}'), /a header of 200000000 bytes/],
    ['a header that is no JSON', file('{"w":'), /cannot be read as JSON/],
    ['NaN in the header', file('{"w": {"dtype": "F32", "shape": [NaN], "data_offsets": [0, 16]}}'), /cannot be read as JSON/],
    ['a header that is a list', file('[]'), /expected a JSON object/],
    ['a header that is not UTF-8', bytes(uint64(4n), '{"', 0xff, '}'), /cannot be read as JSON/],
    ['no tensors', file({}, bytes()), /holds no weights/],
    ['only metadata', file({ __metadata__: { format: 'pt' } }, bytes()), /holds no weights/],
    ['one name twice', file('{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"w":1}'), /the key "w" twice/],
    ['one name twice, once escaped', file('{"w":1,"\\u0077":1}'), /the key "w" twice/],
    ['one field twice', file('{"w":{"dtype":"F32","dtype":"F16","shape":[4],"data_offsets":[0,16]}}'), /"dtype" twice/],
    ['an unknown type of numbers', file({ w: { dtype: 'F8_E4M3', shape: [16], data_offsets: [0, 16] } }), /"F8_E4M3"/],
    ['a tensor that is null', file({ w: null }), /dtype "undefined"/],
    ['a negative size', file({ w: f32(0, 16, [-4]) }), /whole numbers/],
    ['half a size', file({ w: f32(0, 16, [1.5]) }), /whole numbers/],
    ['too many dimensions', file({ w: f32(0, 16, Array<number>(9).fill(1)) }), /at most 8/],
    ['a shape that needs other bytes', file({ w: f32(0, 16, [5]) }), /16 bytes of numbers, where its shape needs 20/],
    ['a shape that overflows', file({ w: f32(0, 16, [2 ** 50, 2 ** 50]) }), /its shape needs/],
    ['three offsets', file({ w: { dtype: 'F32', shape: [4], data_offsets: [0, 8, 16] } }), /two data_offsets/],
    ['a field too many', file({ w: { dtype: 'F32', shape: [4], data_offsets: [0, 16], x: 1 } }), /exactly dtype/],
    ['numbers that end before they begin', file({ w: f32(16, 0, [4]) }), /-16 bytes/],
    ['tensors that overlap', file({ a: f32(0, 12), b: f32(8, 16) }), /"b" begins at byte 8 .* where 12/],
    ['a gap', file({ a: f32(0, 4), b: f32(8, 16) }), /"b" begins at byte 8 .* where 4/],
    ['numbers beyond the end', file({ w: f32(0, 20) }), /describes 20 bytes .* holds 16/],
    ['numbers left over', file({ w: f32(0, 12) }), /describes 12 bytes .* holds 16/],
    ['numbers off their boundary', file({ a: { dtype: 'F16', shape: [1], data_offsets: [0, 2] }, b: f32(2, 14) }), /not a multiple of 4/],
  ]; // prettier-ignore
  for (const [name, data, message] of cases)
    it(name, () => assert.throws(() => read(data), refusal(message)));

  it('cut off anywhere', () => {
    const data = encode(new Map([['w', { shape: [2], data: new Float32Array(2) }]]));
    for (let length = 0; length < data.length; length++)
      assert.throws(() => read(data.subarray(0, length)), refusal(/a\.safetensors/));
  });

  it('a million brackets deep', () => {
    const depth = 1_000_000;
    assert.throws(
      () => read(file(`{"w":${'['.repeat(depth)}${']'.repeat(depth)}}`)),
      refusal(/nested more than 50/),
    );
  });
});
