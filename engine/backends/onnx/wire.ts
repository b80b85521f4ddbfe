// ONNX files in protocol-buffer wire format: the field numbers of onnx.proto that we need, and a writer for them.
//
// Tensors are appended as they lie in memory and copied once, into the finished file: a U-Net's weights fill 268 MB,
// so every further copy counts. Raw tensor data is little-endian, as are all machines that onnxruntime runs on.

import protobuf from 'protobufjs/minimal.js';
import { EngineError } from '../../protocol/errors.js';

export type TensorData = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** A number is written as `int`; floats are marked. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

export type Attributes = Readonly<Record<string, Attribute>>;

export interface OnnxNode {
  /** The first is also the name of the node. */
  readonly outputs: readonly string[];
  readonly op: string;
  /** '' for the standard operators. */
  readonly domain: string;
  /** An omitted optional input is ''. */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** A float32 tensor; sides without a number have a name that stands for the same number everywhere. */
export interface OnnxValue {
  readonly name: string;
  readonly dims: readonly (number | string)[];
  readonly doc?: string;
}

export interface OnnxModel {
  readonly name: string;
  readonly doc: string;
  readonly producerVersion: string;
  /** Version of the standard operators. */
  readonly opset: number;
  /** Other operator sets by domain. */
  readonly otherOpsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Field numbers of onnx.proto, by message and field. */
export const FIELDS = {
  model: { irVersion: 1, producer: 2, producerVersion: 3, doc: 6, graph: 7, opset: 8, metadata: 14 },
  opset: { domain: 1, version: 2 },
  entry: { key: 1, value: 2 },
  graph: { node: 1, name: 2, tensor: 5, doc: 10, input: 11, output: 12 },
  node: { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 },
  attribute: { name: 1, float: 2, int: 3, string: 4, floats: 7, ints: 8, type: 20 },
  tensor: { dims: 1, type: 2, name: 8, raw: 9 },
  value: { name: 1, type: 2, doc: 3 },
  type: { tensor: 1 },
  tensorType: { element: 1, shape: 2 },
  shape: { dim: 1 },
  dim: { value: 1, name: 2 },
} as const;

/** AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** TensorProto.DataType. */
export const ELEMENT_TYPES = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;

/** Version of the file format itself: the one that came with operator set 17. */
const IR_VERSION = 8;

/** Protocol buffers cannot be longer, and readers refuse them. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * The model as an ONNX file, in a buffer of its own. The same model gives the same bytes.
 * Throws `model-invalid` when it would not fit into 2 GiB.
 */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const graph = encodeGraph(model);
  const head = message((w) => {
    w.uint32(tag(FIELDS.model.irVersion, VARINT)).uint32(IR_VERSION);
    text(w, FIELDS.model.producer, 'deepliif');
    text(w, FIELDS.model.producerVersion, model.producerVersion);
    text(w, FIELDS.model.doc, model.doc);
    for (const [domain, version] of Object.entries({ '': model.opset, ...model.otherOpsets }))
      nested(w, FIELDS.model.opset, (o) => {
        text(o, FIELDS.opset.domain, domain);
        o.uint32(tag(FIELDS.opset.version, VARINT)).uint32(version);
      });
    for (const [key, value] of Object.entries(model.metadata))
      nested(w, FIELDS.model.metadata, (e) => {
        text(e, FIELDS.entry.key, key);
        text(e, FIELDS.entry.value, value);
      });
    w.uint32(tag(FIELDS.model.graph, BYTES)).uint32(lengthOf(graph));
  });
  return join([head, ...graph], model.name);
}

const VARINT = 0;
const BYTES = 2;
const FLOAT = 5;

type Writer = protobuf.Writer;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function message(write: (writer: Writer) => void): Uint8Array {
  const writer = protobuf.Writer.create();
  write(writer);
  return writer.finish();
}

function nested(writer: Writer, field: number, write: (writer: Writer) => void): void {
  write(writer.uint32(tag(field, BYTES)).fork());
  writer.ldelim();
}

function text(writer: Writer, field: number, value: string): void {
  if (value !== '') writer.uint32(tag(field, BYTES)).string(value);
}

/** Large tensors stay chunks of their own until the very end. */
function encodeGraph(model: OnnxModel): Uint8Array[] {
  const { graph } = FIELDS;
  const head = message((w) => {
    for (const node of model.nodes) nested(w, graph.node, (n) => encodeNode(n, node));
    text(w, graph.name, model.name);
    text(w, graph.doc, model.doc);
    for (const value of model.inputs) nested(w, graph.input, (v) => encodeValue(v, value));
    for (const value of model.outputs) nested(w, graph.output, (v) => encodeValue(v, value));
  });
  return [head, ...model.tensors.flatMap(encodeTensor)];
}

function encodeNode(writer: Writer, { outputs, op, domain, inputs, attributes }: OnnxNode): void {
  const { node } = FIELDS;
  for (const input of inputs) writer.uint32(tag(node.input, BYTES)).string(input);
  for (const output of outputs) text(writer, node.output, output);
  text(writer, node.name, outputs[0]!);
  text(writer, node.op, op);
  for (const [key, value] of Object.entries(attributes))
    nested(writer, node.attribute, (a) => encodeAttribute(a, key, value));
  text(writer, node.domain, domain);
}

function encodeAttribute(writer: Writer, name: string, value: Attribute): void {
  const { attribute } = FIELDS;
  text(writer, attribute.name, name);
  const type = (id: number) => writer.uint32(tag(attribute.type, VARINT)).uint32(id);
  if (typeof value === 'number') {
    writer.uint32(tag(attribute.int, VARINT)).int64(value);
    type(ATTRIBUTE_TYPES.int);
  } else if (typeof value === 'string') {
    writer.uint32(tag(attribute.string, BYTES)).string(value);
    type(ATTRIBUTE_TYPES.string);
  } else if ('float' in value) {
    writer.uint32(tag(attribute.float, FLOAT)).float(value.float);
    type(ATTRIBUTE_TYPES.float);
  } else {
    for (const item of value) writer.uint32(tag(attribute.ints, VARINT)).int64(item);
    type(ATTRIBUTE_TYPES.ints);
  }
}

function encodeValue(writer: Writer, { name, dims, doc = '' }: OnnxValue): void {
  const { value, type, tensorType, shape, dim } = FIELDS;
  text(writer, value.name, name);
  nested(writer, value.type, (t) =>
    nested(t, type.tensor, (tensor) => {
      tensor.uint32(tag(tensorType.element, VARINT)).uint32(ELEMENT_TYPES.float32);
      nested(tensor, tensorType.shape, (s) => {
        for (const side of dims)
          nested(s, shape.dim, (d) =>
            typeof side === 'string'
              ? text(d, dim.name, side)
              : void d.uint32(tag(dim.value, VARINT)).int64(side),
          );
      });
    }),
  );
  text(writer, value.doc, doc);
}

function encodeTensor({ name, dims, data }: OnnxTensor): Uint8Array[] {
  const { tensor } = FIELDS;
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const body = message((w) => {
    for (const side of dims) w.uint32(tag(tensor.dims, VARINT)).int64(side);
    w.uint32(tag(tensor.type, VARINT)).uint32(elementType(data));
    text(w, tensor.name, name);
    w.uint32(tag(tensor.raw, BYTES)).uint32(raw.length);
  });
  const head = message((w) => w.uint32(tag(FIELDS.graph.tensor, BYTES)).uint32(body.length + raw.length));
  return [head, body, raw];
}

function elementType(data: TensorData): number {
  if (data instanceof Float32Array) return ELEMENT_TYPES.float32;
  if (data instanceof Uint8Array) return ELEMENT_TYPES.uint8;
  if (data instanceof Int8Array) return ELEMENT_TYPES.int8;
  if (data instanceof Int32Array) return ELEMENT_TYPES.int32;
  return ELEMENT_TYPES.int64;
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

function join(chunks: readonly Uint8Array[], name: string): Uint8Array<ArrayBuffer> {
  const length = lengthOf(chunks);
  if (length > MOST_BYTES)
    throw new EngineError(
      'model-invalid',
      `The network "${name}" needs an ONNX file of ${(length / 2 ** 30).toFixed(1)} GiB, and the format allows 2. ` +
        'Choose a network with fewer filters.',
    );
  const file = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    file.set(chunk, at);
    at += chunk.length;
  }
  return file;
}
