// Writes pickles opcode by opcode, honest and hostile ones, so that tests and the fuzzer can say exactly what a file
// holds. Also whole state_dicts as torch.save writes them.

/** Bytes, text (Latin-1) and nested pieces, in order. */
export type Piece = number | string | Uint8Array | readonly Piece[];

export function bytes(...pieces: readonly Piece[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces.map(part)));
}

function part(piece: Piece): Uint8Array {
  if (typeof piece === 'number') return Uint8Array.of(piece);
  if (typeof piece === 'string') return Buffer.from(piece, 'latin1');
  return piece instanceof Uint8Array ? piece : Buffer.concat(piece.map(part));
}

export function uint32(value: number): Uint8Array {
  const result = new Uint8Array(4);
  new DataView(result.buffer).setUint32(0, value, true);
  return result;
}

export function uint64(value: bigint): Uint8Array {
  const result = new Uint8Array(8);
  new DataView(result.buffer).setBigUint64(0, value, true);
  return result;
}

export const PROTO = [0x80, 2];
export const STOP = '.';
export const MARK = '(';
export const NONE = 'N';
export const REDUCE = 'R';
export const NEWOBJ = 0x81;
export const BUILD = 'b';
export const BINPERSID = 'Q';
export const EMPTY_TUPLE = ')';
export const EMPTY_LIST = ']';
export const EMPTY_DICT = '}';
export const APPEND = 'a';
export const SETITEMS = 'u';

export const global = (module: string, name: string): Piece => ['c', module, '\n', name, '\n'];
export const text = (value: string): Piece => ['X', uint32(Buffer.byteLength(value)), Buffer.from(value)];
export const integer = (value: number): Piece => ['J', uint32(value >>> 0)];
/** LONG1 with eight bytes, for what does not fit an integer. */
export const long = (value: bigint): Piece => [0x8a, 8, uint64(BigInt.asUintN(64, value))];
export const tuple = (...items: readonly Piece[]): Piece => [MARK, ...items, 't'];
export const put = (index: number): Piece => ['q', index];
export const get = (index: number): Piece => ['h', index];
export const pickle = (...pieces: readonly Piece[]): Uint8Array => bytes(PROTO, pieces, STOP);

export const ORDERED_DICT: Piece = [global('collections', 'OrderedDict'), EMPTY_TUPLE, REDUCE];

export interface TensorPickle {
  readonly key: string;
  readonly elements: number;
  readonly shape: readonly (number | bigint)[];
  readonly strides?: readonly (number | bigint)[];
  readonly offset?: number | bigint;
  readonly storage?: string;
  /** Legacy streams add a sixth field. */
  readonly view?: Piece;
}

const number = (value: number | bigint): Piece =>
  typeof value === 'bigint' || !Number.isInteger(value) || Math.abs(value) >= 2 ** 31
    ? long(BigInt(value))
    : integer(value);

/** torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks) */
export function tensor({ key, elements, shape, storage = 'FloatStorage', ...rest }: TensorPickle): Piece {
  const strides =
    rest.strides ?? shape.map((_, i) => shape.slice(i + 1).reduce((p, n) => Number(p) * Number(n), 1));
  const reference = tuple(
    text('storage'),
    global('torch', storage),
    text(key),
    text('cpu'),
    number(elements),
    rest.view ?? [],
  );
  return [
    global('torch._utils', '_rebuild_tensor_v2'),
    tuple(
      [reference, BINPERSID],
      number(rest.offset ?? 0),
      tuple(...shape.map(number)),
      tuple(...strides.map(number)),
      0x89,
      ORDERED_DICT,
    ),
    REDUCE,
  ];
}

export const stateDict = (entries: readonly (readonly [name: string, value: Piece])[]): Piece => [
  ORDERED_DICT,
  MARK,
  entries.map(([name, value]) => [text(name), value]),
  SETITEMS,
];
