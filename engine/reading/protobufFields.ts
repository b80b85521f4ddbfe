// Reads protocol buffers of other programs field by field; unknown fields are skipped.

import { ProtobufReader } from './protobufReader.js';

/**
 * Calls `take` for each field of a message with the reader at its value; it returns false when it has read nothing, and
 * the value is then skipped. Throws an Error for bytes that are no message.
 */
export function readFields(
  bytes: Uint8Array,
  take: (field: number, wireType: number, reader: ProtobufReader) => boolean,
): void {
  const reader = new ProtobufReader(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const wireType = tag & 7;
    if (!take(tag >>> 3, wireType, reader)) reader.skipType(wireType);
  }
}

const decoder = new TextDecoder();

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
