// TensorBoard's events as bytes: the messages of event.proto, summary.proto and the hparams plugin that a run needs,
// and the records that hold them in a file (field numbers: TensorFlow’s event.proto and summary.proto).

import { RECORD_HEAD, RECORD_TAIL } from '../reading/tensorBoardRecords.js';
import protobuf from 'protobufjs/minimal.js';
import { maskedCrc32c } from '../reading/crc32c.js';

type Writer = protobuf.Writer;

/** A value under a tag. The plain forms are what PyTorch's SummaryWriter writes too, and every reader knows them. */
export type SummaryValue =
  | { readonly tag: string; readonly scalar: number }
  | {
      readonly tag: string;
      readonly image: { readonly height: number; readonly width: number; readonly png: Uint8Array };
    }
  | { readonly tag: string; readonly tensor: SummaryTensor; readonly plugin: Plugin };

/** float32 numbers, or strings of bytes. */
export interface SummaryTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[] | readonly Uint8Array[];
}

export interface Plugin {
  readonly name: string;
  readonly content?: Uint8Array;
  readonly dataClass?: DataClass;
}

export const DATA_CLASSES = { scalar: 1, tensor: 2, images: 3 } as const;
type DataClass = (typeof DATA_CLASSES)[keyof typeof DATA_CLASSES];

export type TensorBoardEvent = {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
} & (
  | { readonly fileVersion: string }
  | { readonly summary: readonly SummaryValue[] }
  /** A process resumes the run: earlier events of this step and of later ones are void. */
  | { readonly sessionStart: true }
);

/** Version in the first record of a file. */
export const FILE_VERSION = 'brain.Event:2';

const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const VALUE = { tag: 1, simple: 2, image: 4, tensor: 8, metadata: 9 } as const;
const IMAGE = { height: 1, width: 2, colours: 3, bytes: 4 } as const;
const TENSOR = { type: 1, shape: 2, floats: 5, strings: 8 } as const;
const METADATA = { plugin: 1, dataClass: 4 } as const;
const HPARAMS = { start: 3, end: 4 } as const;
const TYPE = { float32: 1, text: 7 } as const;
const RGB = 3;
const SESSION_START = 1;

/** The event in a record: length, checksum of the length, event, checksum of the event. */
export function encodeRecord(event: TensorBoardEvent): Uint8Array {
  const data = encodeEvent(event);
  const record = new Uint8Array(data.length + RECORD_HEAD + RECORD_TAIL);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, RECORD_HEAD);
  view.setUint32(RECORD_HEAD + data.length, maskedCrc32c(data), true);
  return record;
}

export function encodeEvent(event: TensorBoardEvent): Uint8Array {
  const w = protobuf.Writer.create();
  w.uint32(tag(EVENT.wallTime, DOUBLE)).double(event.wallTime);
  if (event.step !== 0) w.uint32(tag(EVENT.step, VARINT)).int64(event.step);
  if ('fileVersion' in event) text(w, EVENT.fileVersion, event.fileVersion);
  else if ('sessionStart' in event)
    nested(w, EVENT.sessionLog, (log) => void log.uint32(tag(1, VARINT)).uint32(SESSION_START));
  else
    nested(w, EVENT.summary, (summary) => {
      for (const value of event.summary) nested(summary, 1, (v) => encodeValue(v, value));
    });
  return w.finish();
}

function encodeValue(w: Writer, value: SummaryValue): void {
  text(w, VALUE.tag, value.tag);
  if ('scalar' in value) w.uint32(tag(VALUE.simple, FLOAT)).float(value.scalar);
  else if ('image' in value) {
    const { height, width, png } = value.image;
    nested(w, VALUE.image, (image) => {
      image.uint32(tag(IMAGE.height, VARINT)).uint32(height);
      image.uint32(tag(IMAGE.width, VARINT)).uint32(width);
      image.uint32(tag(IMAGE.colours, VARINT)).uint32(RGB);
      image.uint32(tag(IMAGE.bytes, BYTES)).bytes(png);
    });
  } else {
    nested(w, VALUE.tensor, (tensor) => encodeTensor(tensor, value.tensor));
    nested(w, VALUE.metadata, (metadata) => {
      nested(metadata, METADATA.plugin, (plugin) => {
        text(plugin, 1, value.plugin.name);
        if (value.plugin.content) plugin.uint32(tag(2, BYTES)).bytes(value.plugin.content);
      });
      if (value.plugin.dataClass !== undefined)
        metadata.uint32(tag(METADATA.dataClass, VARINT)).uint32(value.plugin.dataClass);
    });
  }
}

function encodeTensor(w: Writer, { shape, values }: SummaryTensor): void {
  const numbers = values.filter((value) => typeof value === 'number');
  const strings = values.filter((value) => typeof value !== 'number');
  w.uint32(tag(TENSOR.type, VARINT)).uint32(strings.length > 0 ? TYPE.text : TYPE.float32);
  nested(w, TENSOR.shape, (dims) => {
    for (const size of shape)
      nested(dims, 2, (dim) => {
        if (size !== 0) dim.uint32(tag(1, VARINT)).int64(size);
      });
  });
  if (numbers.length > 0)
    nested(w, TENSOR.floats, (floats) => {
      for (const value of numbers) floats.float(value);
    });
  for (const value of strings) w.uint32(tag(TENSOR.strings, BYTES)).bytes(value);
}

/** Configuration of a run, by name. */
export type HyperParameters = Readonly<Record<string, string | number | boolean>>;

/** The hparams plugin keeps its words in a tag's metadata; there is no number to go with them. */
const NOTHING: SummaryTensor = { shape: [0], values: [] };

export function sessionStart(hparams: HyperParameters, startSeconds: number): SummaryValue {
  return hparamsValue(SESSION_START_TAG, HPARAMS.start, (info) => {
    for (const [name, value] of Object.entries(hparams))
      nested(info, 1, (entry) => {
        text(entry, 1, name);
        nested(entry, 2, (v) => {
          if (typeof value === 'number') v.uint32(tag(2, DOUBLE)).double(value);
          else if (typeof value === 'string') v.uint32(tag(3, BYTES)).string(value);
          else v.uint32(tag(4, VARINT)).bool(value);
        });
      });
    info.uint32(tag(5, DOUBLE)).double(startSeconds);
  });
}

export function sessionEnd(status: 'success' | 'failure', endSeconds: number): SummaryValue {
  return hparamsValue(SESSION_END_TAG, HPARAMS.end, (info) => {
    info.uint32(tag(1, VARINT)).uint32(status === 'success' ? 1 : 2);
    info.uint32(tag(2, DOUBLE)).double(endSeconds);
  });
}

const SESSION_START_TAG = '_hparams_/session_start_info';
export const SESSION_END_TAG = '_hparams_/session_end_info';

function hparamsValue(name: string, field: number, write: (info: Writer) => void): SummaryValue {
  const w = protobuf.Writer.create();
  nested(w, field, write);
  return { tag: name, tensor: NOTHING, plugin: { name: 'hparams', content: w.finish() } };
}

const VARINT = 0;
const DOUBLE = 1;
const BYTES = 2;
const FLOAT = 5;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function nested(writer: Writer, field: number, write: (writer: Writer) => void): void {
  write(writer.uint32(tag(field, BYTES)).fork());
  writer.ldelim();
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32(tag(field, BYTES)).string(value);
}
