// Event files of TensorBoard: single events and records as hexadecimal text (`tfevents.json`), and whole files.

import { readFileSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32c, maskedCrc32c } from '../../../engine/reading/crc32c.js';
import { decodeEvent } from '../../../engine/reading/decodeTensorBoard.js';
import { readFields, textOf } from '../../../engine/reading/protobufFields.js';
import { RECORD_HEAD, RECORD_TAIL, storedRecords } from '../../../engine/reading/tensorBoardRecords.js';
import {
  encodeEvent,
  type SummaryValue,
  type TensorBoardEvent,
} from '../../../engine/records/tensorBoardEvents.js';
import { within, type ParityCheck } from '../check.js';
import { recorded } from './optunaRecords.js';

const RGB = 3;

interface RecordedEvent {
  readonly event_hex: string;
  readonly record_hex: string;
}

export async function* events(root: string, file: string): AsyncGenerator<ParityCheck> {
  const all = await recorded<Readonly<Record<string, string | RecordedEvent>>>(root, file);
  for (const [name, one] of Object.entries(all)) {
    if (typeof one === 'string') {
      const digits = Buffer.from(/crc32c_(.+)/.exec(name)?.[1] ?? '');
      if (digits.length === 0) continue;
      const checksum = name.startsWith('masked') ? maskedCrc32c(digits) : crc32c(digits);
      yield within(name, checksum === parseInt(one, 16) ? 0 : Infinity, 0);
      continue;
    }
    const bytes = Buffer.from(one.event_hex, 'hex');
    yield within(`${name} · event`, differenceOf(bytes), 0);
    yield within(`${name} · record`, differentBytes(recordOf(bytes), Buffer.from(one.record_hex, 'hex')), 0);
  }
  yield* asFile(
    root,
    Object.values(all).filter((one) => typeof one !== 'string'),
  );
}

/** The events one after the other, if the folder has a file as long as they are together. */
function* asFile(root: string, all: readonly RecordedEvent[]): Generator<ParityCheck> {
  const joined = Buffer.concat(all.map(({ record_hex: hex }) => Buffer.from(hex, 'hex')));
  for (const name of readdirSync(root).filter((one) => one.startsWith('events.out.tfevents.'))) {
    const bytes = readFileSync(join(root, name));
    if (bytes.length === joined.length) yield within(`${name} · bytes`, differentBytes(joined, bytes), 0);
  }
}

export async function* eventFiles(root: string, file: string): AsyncGenerator<ParityCheck> {
  const handle = await open(join(root, file));
  try {
    const records = storedRecords(handle, 0);
    const written: Uint8Array[] = [];
    let different = 0;
    let next = await records.next();
    for (; !next.done; next = await records.next()) {
      const { data } = next.value;
      if (differenceOf(data) > 0) different++;
      decodeEvent(data);
      written.push(recordOf(data));
    }
    yield within(`${file} · ${written.length} records`, different, 0);
    const { size } = await handle.stat();
    yield within(`${file} · read to its end`, size - next.value.at, 0, next.value.why);
    yield within(
      `${file} · bytes`,
      differentBytes(Buffer.concat(written), readFileSync(join(root, file))),
      0,
    );
  } finally {
    await handle.close();
  }
}

/** Number of bytes that differ; Infinity for another length. */
function differentBytes(actual: Uint8Array, expected: Uint8Array): number {
  if (actual.length !== expected.length) return Infinity;
  return expected.reduce((count, byte, i) => count + Number(byte !== actual[i]), 0);
}

/** Raised for what our writer does not write, such as histograms: only its record is compared. */
class UnknownField extends Error {}

function readKnown(bytes: Uint8Array, take: Parameters<typeof readFields>[1]): void {
  readFields(bytes, (field, wire, reader) => {
    if (take(field, wire, reader)) return true;
    throw new UnknownField();
  });
}

/** Number of bytes by which our writer's event differs; 0 for an event of a kind that it does not write. */
function differenceOf(data: Uint8Array): number {
  try {
    return differentBytes(encodeEvent(eventOf(data)), data);
  } catch (error) {
    if (error instanceof UnknownField) return 0;
    throw error;
  }
}

/** The record around an event. */
function recordOf(data: Uint8Array): Uint8Array {
  const record = Buffer.alloc(data.length + RECORD_HEAD + RECORD_TAIL);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(data, RECORD_HEAD);
  record.writeUInt32LE(maskedCrc32c(data), RECORD_HEAD + data.length);
  return record;
}

/** The event as our writer is given it, read field by field (TensorFlow's event.proto and summary.proto). */
function eventOf(bytes: Uint8Array): TensorBoardEvent {
  let at = { wallTime: 0, step: 0 };
  let fileVersion: string | undefined;
  let isStart = false;
  const summary: SummaryValue[] = [];
  readKnown(bytes, (field, _, reader) => {
    if (field === 1) at = { ...at, wallTime: reader.double() };
    else if (field === 2) at = { ...at, step: Number(reader.int64()) };
    else if (field === 3) fileVersion = textOf(reader.bytes());
    else if (field === 5)
      readKnown(reader.bytes(), (inner, __, values) => {
        if (inner !== 1) return false;
        summary.push(valueOf(values.bytes()));
        return true;
      });
    else if (field === 7) {
      reader.bytes();
      isStart = true;
    } else return false;
    return true;
  });
  if (fileVersion !== undefined) return { ...at, fileVersion };
  return isStart ? { ...at, sessionStart: true } : { ...at, summary };
}

function valueOf(bytes: Uint8Array): SummaryValue {
  let tag = '';
  let scalar: number | undefined;
  let image: { height: number; width: number; png: Uint8Array } | undefined;
  let tensor: { shape: number[]; values: number[] | Uint8Array[] } | undefined;
  let plugin: { name: string; content?: Uint8Array; dataClass?: 1 | 2 | 3 } = { name: '' };
  readKnown(bytes, (field, _, reader) => {
    if (field === 1) tag = textOf(reader.bytes());
    else if (field === 2) scalar = reader.float();
    else if (field === 4) image = imageOf(reader.bytes());
    else if (field === 8) tensor = tensorOf(reader.bytes());
    else if (field === 9) plugin = pluginOf(reader.bytes());
    else return false;
    return true;
  });
  if (scalar !== undefined) return { tag, scalar };
  if (image) return { tag, image };
  if (!tensor) throw new UnknownField();
  return { tag, tensor, plugin };
}

function imageOf(bytes: Uint8Array) {
  const image = { height: 0, width: 0, png: new Uint8Array() };
  readKnown(bytes, (field, _, reader) => {
    if (field === 1) image.height = reader.int32();
    else if (field === 2) image.width = reader.int32();
    else if (field === 3 && reader.int32() === RGB) return true;
    else if (field === 4) image.png = Uint8Array.from(reader.bytes());
    else return false;
    return true;
  });
  return image;
}

function tensorOf(bytes: Uint8Array) {
  const shape: number[] = [];
  const numbers: number[] = [];
  const strings: Uint8Array[] = [];
  readKnown(bytes, (field, wire, reader) => {
    if (field === 1) reader.int32();
    else if (field === 2)
      readKnown(reader.bytes(), (inner, __, dims) => {
        if (inner !== 2) return false;
        let size = 0;
        readKnown(dims.bytes(), (part, ___, dim) => {
          if (part !== 1) return false;
          size = Number(dim.int64());
          return true;
        });
        shape.push(size);
        return true;
      });
    else if (field === 5 && wire === 2) {
      const packed = reader.bytes();
      const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
      for (let i = 0; i + 4 <= packed.length; i += 4) numbers.push(view.getFloat32(i, true));
    } else if (field === 8) strings.push(Uint8Array.from(reader.bytes()));
    else return false;
    return true;
  });
  return { shape, values: strings.length > 0 ? strings : numbers };
}

function pluginOf(bytes: Uint8Array) {
  let plugin: { name: string; content?: Uint8Array; dataClass?: 1 | 2 | 3 } = { name: '' };
  readKnown(bytes, (field, _, reader) => {
    if (field === 1)
      readKnown(reader.bytes(), (inner, __, inside) => {
        if (inner === 1) plugin = { ...plugin, name: textOf(inside.bytes()) };
        else if (inner === 2) plugin = { ...plugin, content: Uint8Array.from(inside.bytes()) };
        else return false;
        return true;
      });
    else if (field === 4) plugin = { ...plugin, dataClass: reader.int32() as 1 | 2 | 3 };
    else return false;
    return true;
  });
  return plugin;
}
