// The wire format as protobufjs writes it is read back.

import assert from 'node:assert/strict';
import protobuf from 'protobufjs/minimal.js';
import { ProtobufReader } from '../../../engine/reading/protobufReader.js';

describe('values of protocol buffers', () => {
  const written = (write: (writer: protobuf.Writer) => unknown) => {
    const writer = protobuf.Writer.create();
    write(writer);
    return new ProtobufReader(writer.finish());
  };

  for (const value of [0, 1, 127, 128, 300, 2 ** 28, 2 ** 31, 2 ** 32 - 1])
    it(`uint32 ${value}`, () => assert.equal(written((writer) => writer.uint32(value)).uint32(), value));

  for (const value of [0, -1, 127, -(2 ** 31), 2 ** 35 + 3, 2 ** 53 - 1, -(2 ** 53 - 1)])
    it(`int64 ${value}`, () => assert.equal(written((writer) => writer.int64(value)).int64(), value));

  it('others, one after the other', () => {
    const reader = written((writer) =>
      writer.int32(-5).bool(true).float(0.5).double(Math.PI).bytes(Buffer.from('abc')),
    );
    assert.deepEqual(
      [
        reader.int32(),
        reader.bool(),
        reader.float(),
        reader.double(),
        Buffer.from(reader.bytes()).toString(),
      ],
      [-5, true, 0.5, Math.PI, 'abc'],
    );
    assert.equal(reader.pos, reader.len);
  });

  it('are skipped by their wire type, groups too', () => {
    const reader = new ProtobufReader(Buffer.from('08ff01' + '13080114' + '1c', 'hex'));
    for (const wireType of [0, 3]) {
      assert.equal(reader.uint32() & 7, wireType);
      reader.skipType(wireType);
    }
    assert.equal(reader.uint32() & 7, 4);
  });

  for (const [what, hex, read] of [
    ['a number without an end', 'ffff', (reader) => reader.uint32()],
    ['a number of eleven bytes', 'ff'.repeat(11), (reader) => reader.uint32()],
    ['a list that is longer than the message', '05ab', (reader) => reader.bytes()],
    ['half a double', '00000000', (reader) => reader.double()],
    ['a wire type that there is not', '00', (reader) => reader.skipType(7)],
    ['groups without an end', '03'.repeat(500), (reader) => reader.skipType(3)],
  ] as [string, string, (reader: ProtobufReader) => unknown][])
    it(`of ${what} are refused`, () =>
      assert.throws(() => read(new ProtobufReader(Buffer.from(hex, 'hex'))), Error));
});
