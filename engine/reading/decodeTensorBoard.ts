// Decodes TensorBoard's events: the messages of event.proto, summary.proto and the hparams plugin as PyTorch and
// TensorFlow 1 and 2 write them. Numbers are plain values or tensors; pictures are image messages or tensors of strings
// (width, height, picture, picture …). Values that the dashboard cannot show are skipped.

import { decodeTensor } from './decodeTensor.js';
import { LONGEST_HPARAM_LETTERS, MOST_HPARAMS } from './limits.js';
import { readFields, textOf } from './protobufFields.js';

export interface DecodedEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** True if a process starts or resumes the run. */
  readonly isStart: boolean;
  readonly values: readonly DecodedValue[];
}

export type DecodedValue =
  | { readonly tag: string; readonly scalar: number }
  | { readonly tag: string; readonly pictures: readonly Uint8Array[] }
  | { readonly hparams: HyperParameters }
  | { readonly ended: { readonly why: 'done' | 'failed'; readonly seconds: number } };

type HyperParameters = Readonly<Record<string, string | number | boolean>>;

const EVENT = { wallTime: 1, step: 2, summary: 5, sessionLog: 7 } as const;
const VALUE = { tag: 1, simple: 2, image: 4, tensor: 8, metadata: 9 } as const;
const IMAGE_BYTES = 4;
const METADATA_PLUGIN = 1;
const PLUGIN = { name: 1, content: 2 } as const;
const HPARAMS = { start: 3, end: 4 } as const;
const SESSION_START = 1;
/** Values of SessionEndInfo.status. */
const STATUS = { success: 1, failure: 2 } as const;

/** Throws an Error for bytes that are no such message. */
export function decodeEvent(bytes: Uint8Array): DecodedEvent {
  let wallTime = 0;
  let step = 0;
  let isStart = false;
  const values: DecodedValue[] = [];
  readFields(bytes, (field, _, reader) => {
    switch (field) {
      case EVENT.wallTime:
        wallTime = reader.double();
        return true;
      case EVENT.step:
        step = reader.int64();
        return true;
      case EVENT.summary:
        readFields(reader.bytes(), (inner, __, summary) => {
          if (inner !== 1) return false;
          const value = decodeValue(summary.bytes());
          if (value) values.push(value);
          return true;
        });
        return true;
      case EVENT.sessionLog:
        isStart ||= statusOf(reader.bytes()) === SESSION_START;
        return true;
      default:
        return false;
    }
  });
  return { wallTime, step, isStart, values };
}

function statusOf(bytes: Uint8Array): number {
  let status = 0;
  readFields(bytes, (field, _, reader) => {
    if (field !== 1) return false;
    status = reader.int32();
    return true;
  });
  return status;
}

function decodeValue(bytes: Uint8Array): DecodedValue | undefined {
  let tag = '';
  let scalar: number | undefined;
  let image: Uint8Array | undefined;
  let tensor: Uint8Array | undefined;
  let plugin: { readonly name: string; readonly content: Uint8Array } | undefined;
  readFields(bytes, (field, _, reader) => {
    switch (field) {
      case VALUE.tag:
        tag = textOf(reader.bytes());
        return true;
      case VALUE.simple:
        scalar = reader.float();
        return true;
      case VALUE.image:
        image = reader.bytes();
        return true;
      case VALUE.tensor:
        tensor = reader.bytes();
        return true;
      case VALUE.metadata:
        plugin = pluginOf(reader.bytes());
        return true;
      default:
        return false;
    }
  });
  if (plugin?.name === 'hparams') return decodeHparams(plugin.content);
  if (scalar !== undefined) return { tag, scalar };
  if (image) {
    const picture = pictureOf(image);
    return picture && { tag, pictures: [picture] };
  }
  return tensor && valueOfTensor(tag, tensor, plugin?.name);
}

/** Value of a tensor. Without a named plugin, one number is a scalar; strings whose third is a picture are pictures. */
function valueOfTensor(tag: string, bytes: Uint8Array, plugin: string | undefined): DecodedValue | undefined {
  if (plugin !== undefined && plugin !== 'scalars' && plugin !== 'images') return undefined;
  const { numbers, strings } = decodeTensor(bytes);
  if (plugin !== 'images' && numbers.length === 1) return { tag, scalar: numbers[0]! };
  const pictures = plugin === 'scalars' ? [] : strings.slice(2);
  return pictures.length > 0 && pictureType(pictures[0]!) ? { tag, pictures } : undefined;
}

function pictureOf(bytes: Uint8Array): Uint8Array | undefined {
  let picture: Uint8Array | undefined;
  readFields(bytes, (field, _, reader) => {
    if (field !== IMAGE_BYTES) return false;
    picture = reader.bytes();
    return true;
  });
  return picture && pictureType(picture) ? picture : undefined;
}

/** The type by the first bytes; undefined for a picture that no page can show. */
export function pictureType(bytes: Uint8Array): 'image/png' | 'image/jpeg' | 'image/gif' | undefined {
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes[0] === 0x47 && bytes[1] === 0x49 && bytes[2] === 0x46 && bytes[3] === 0x38) return 'image/gif';
  return undefined;
}

function pluginOf(bytes: Uint8Array): { readonly name: string; readonly content: Uint8Array } | undefined {
  let name: string | undefined;
  let content: Uint8Array = new Uint8Array();
  readFields(bytes, (field, _, reader) => {
    if (field !== METADATA_PLUGIN) return false;
    readFields(reader.bytes(), (inner, __, plugin) => {
      if (inner === PLUGIN.name) name = textOf(plugin.bytes());
      else if (inner === PLUGIN.content) content = plugin.bytes();
      else return false;
      return true;
    });
    return true;
  });
  return name === undefined ? undefined : { name, content };
}

/** HParamsPluginData: the hyperparameters of a session, or its end. */
function decodeHparams(bytes: Uint8Array): DecodedValue | undefined {
  let value: DecodedValue | undefined;
  readFields(bytes, (field, _, reader) => {
    if (field === HPARAMS.start) value = { hparams: startInfo(reader.bytes()) };
    else if (field === HPARAMS.end) value = endInfo(reader.bytes());
    else return false;
    return true;
  });
  return value;
}

function startInfo(bytes: Uint8Array): HyperParameters {
  const found = new Map<string, string | number | boolean>();
  readFields(bytes, (field, _, reader) => {
    if (field !== 1) return false;
    let name = '';
    let value: string | number | boolean | undefined;
    readFields(reader.bytes(), (inner, __, entry) => {
      if (inner === 1) name = textOf(entry.bytes());
      else if (inner === 2) value = plainValue(entry.bytes());
      else return false;
      return true;
    });
    const fits = name !== '' && name.length <= LONGEST_HPARAM_LETTERS && found.size < MOST_HPARAMS;
    if (value !== undefined && fits)
      found.set(name, typeof value === 'string' ? value.slice(0, LONGEST_HPARAM_LETTERS) : value);
    return true;
  });
  return Object.fromEntries(found);
}

/** A google.protobuf.Value that is a number, a text or a truth value. */
function plainValue(bytes: Uint8Array): string | number | boolean | undefined {
  let value: string | number | boolean | undefined;
  readFields(bytes, (field, _, reader) => {
    if (field === 2) value = reader.double();
    else if (field === 3) value = textOf(reader.bytes());
    else if (field === 4) value = reader.bool();
    else return false;
    return true;
  });
  return value;
}

function endInfo(bytes: Uint8Array): DecodedValue | undefined {
  let status = 0;
  let seconds = 0;
  readFields(bytes, (field, _, reader) => {
    if (field === 1) status = reader.int32();
    else if (field === 2) seconds = reader.double();
    else return false;
    return true;
  });
  if (status === STATUS.success) return { ended: { why: 'done', seconds } };
  return status === STATUS.failure ? { ended: { why: 'failed', seconds } } : undefined;
}
