// The inner loops of a 3 × 3 convolution by Winograd's algorithm F(4 × 4, 3 × 3), as a WebAssembly module. A tile of
// 6 × 6 pixels becomes 36 numbers per channel, which are multiplied, channels by channels, with 36 matrices made from
// the filter; 36 sums become 4 × 4 pixels. That is a quarter of the multiplications. (Lavin & Gray, "Fast Algorithms
// for Convolutional Neural Networks", CVPR 2016, section 4.3, for the matrices.) Addresses and steps are in bytes.

import {
  add,
  advance,
  assemble,
  floats,
  get,
  load,
  multiply,
  plus,
  repeat,
  set,
  splatLane,
  store,
  subtract,
  times,
  whole,
  zeros,
  type Code,
  type KernelFunction,
} from './assembler.js';
import { webAssembly, type WasmMemory, type WasmModule } from './webAssembly.js';

/** Pixels of a tile that are computed, and that are read, along each side. */
export const OUT_PX = 4;
export const IN_PX = 6;
/** Matrices of a transformed filter. */
export const PLANES = IN_PX * IN_PX;
/** Rows and columns that a product computes at a time; it takes multiples of them, and depths that are multiples of 4. */
export const ROWS = 4;
export const COLUMNS = 8;

const VECTOR = 16;
const DEPTH = 4;

export interface Kernels {
  /** Tile → 36 planes of `channels`. `row` and `pixel`: the image's steps. */
  tileIn(from: number, row: number, pixel: number, to: number, plane: number, channels: number): void;
  /** 36 planes → 4 × 4 pixels. */
  tileOut(from: number, plane: number, to: number, row: number, pixel: number, channels: number): void;
  /** Nine taps of `count` numbers each → 36 planes. */
  filterIn(from: number, tap: number, to: number, plane: number, count: number): void;
  /**
   * (rows, depth) × (depth, 8 · panels) → (rows, 8 · panels). The right side lies panel by panel, (panels, depth, 8).
   */
  product(
    left: number,
    leftRow: number,
    right: number,
    to: number,
    toRow: number,
    rows: number,
    panels: number,
    depth: number,
  ): void;
  /** Whole vectors of four numbers. */
  copy(from: number, to: number, vectors: number): void;
  clear(to: number, vectors: number): void;
}

export function kernelModule(): WasmModule {
  return new webAssembly.Module(assemble([tileIn(), tileOut(), filterIn(), product(), copy(), clear()]));
}

export function kernelsOn(module: WasmModule, memory: WasmMemory): Kernels {
  const { exports } = new webAssembly.Instance(module, { host: { memory } });
  return exports as unknown as Kernels; // the functions of `kernelModule`, in its signatures
}

/** Factors by which numbers of one line enter the numbers that it becomes. */
type Matrix = readonly (readonly number[])[];

const TILE_IN: Matrix = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];
const FILTER_IN: Matrix = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];
const TILE_OUT: Matrix = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** The sum of locals, times their factors, on the stack. */
function weighted(factors: readonly number[], locals: readonly number[]): Code {
  const terms = factors.flatMap((factor, i) => (factor === 0 ? [] : [{ factor, local: locals[i]! }]));
  terms.sort((a, b) => b.factor - a.factor); // a positive one first
  return terms.flatMap(({ factor, local }, i) => {
    const size = i === 0 ? factor : Math.abs(factor);
    const term = size === 1 ? get(local) : [...get(local), ...floats(size), ...multiply];
    return i === 0 ? term : [...term, ...(factor < 0 ? subtract : add)];
  });
}

interface Walk {
  readonly name: string;
  readonly matrix: Matrix;
  readonly parameters: number;
  readonly counter: number;
  /** Leaves the vector at row and column on the stack. */
  readonly read: (row: number, column: number) => Code;
  /** Stores `value`. */
  readonly write: (row: number, column: number, value: Code) => Code;
  /** Continues with the next vector of channels. */
  readonly after: Code;
}

/** matrix · tile · matrixᵀ for each vector of channels: columns first, then rows. */
function transform(walk: Walk): KernelFunction {
  const { name, matrix, parameters, counter } = walk;
  const out = matrix.length;
  const taken = matrix[0]!.length;
  const first = parameters;
  const line = range(taken).map((i) => first + i);
  const between = (row: number, column: number) => first + taken + row * taken + column;
  const columns = range(taken).flatMap((column) => [
    ...line.flatMap((local, row) => [...walk.read(row, column), ...set(local)]),
    ...matrix.flatMap((factors, row) => [...weighted(factors, line), ...set(between(row, column))]),
  ]);
  const rows = range(out).flatMap((row) => {
    const locals = range(taken).map((column) => between(row, column));
    return matrix.flatMap((factors, column) => walk.write(row, column, weighted(factors, locals)));
  });
  return {
    name,
    parameters,
    integers: 0,
    vectors: taken + out * taken,
    body: repeat(counter, [...columns, ...rows, ...walk.after], DEPTH),
  };
}

/** base + row · rowStep + column · columnStep. */
function address(base: number, row: number, rowStep: number, column: number, columnStep: number): Code {
  const step = (count: number, local: number) =>
    count === 0 ? [] : [...whole(count), ...get(local), ...times, ...plus];
  return [...get(base), ...step(row, rowStep), ...step(column, columnStep)];
}

/** base + index · step. */
const nth = (base: number, index: number, step: number) => address(base, index, step, 0, step);

function tileIn(): KernelFunction {
  const [from, row, pixel, to, plane, channels] = [0, 1, 2, 3, 4, 5] as const;
  return transform({
    name: 'tileIn',
    matrix: TILE_IN,
    parameters: 6,
    counter: channels,
    read: (i, j) => [...address(from, i, row, j, pixel), ...load()],
    write: (i, j, value) => [...nth(to, i * IN_PX + j, plane), ...value, ...store()],
    after: [...advance(from, whole(VECTOR)), ...advance(to, whole(VECTOR))],
  });
}

function tileOut(): KernelFunction {
  const [from, plane, to, row, pixel, channels] = [0, 1, 2, 3, 4, 5] as const;
  return transform({
    name: 'tileOut',
    matrix: TILE_OUT,
    parameters: 6,
    counter: channels,
    read: (i, j) => [...nth(from, i * IN_PX + j, plane), ...load()],
    write: (i, j, value) => [...address(to, i, row, j, pixel), ...value, ...store()],
    after: [...advance(from, whole(VECTOR)), ...advance(to, whole(VECTOR))],
  });
}

function filterIn(): KernelFunction {
  const [from, tap, to, plane, count] = [0, 1, 2, 3, 4] as const;
  return transform({
    name: 'filterIn',
    matrix: FILTER_IN,
    parameters: 5,
    counter: count,
    read: (i, j) => [...nth(from, i * 3 + j, tap), ...load()],
    write: (i, j, value) => [...nth(to, i * IN_PX + j, plane), ...value, ...store()],
    after: [...advance(from, whole(VECTOR)), ...advance(to, whole(VECTOR))],
  });
}

/** Sums stay in registers, of which processors with SSE or AVX have 16: eight for sums, two for the right side. */
function product(): KernelFunction {
  const [left, leftRow, right, to, toRow, rows, panels, depth] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const [restRows, restDepth, rightAt, toAt, leftAt] = [8, 9, 10, 11, 12] as const;
  const lefts = range(ROWS).map((i) => 13 + i);
  const first = 13 + ROWS;
  const halves = COLUMNS / 4;
  const sum = (row: number, half: number) => first + row * halves + half;
  const rightHalf = (half: number) => first + ROWS * halves + half;
  const leftValue = first + ROWS * halves + halves;
  const leftVector = (row: number) => leftValue + 1 + row;
  const each = (visit: (row: number, half: number) => Code) =>
    range(ROWS).flatMap((row) => range(halves).flatMap((half) => visit(row, half)));
  const step = (d: number) => [
    ...range(halves).flatMap((half) => [
      ...get(rightAt),
      ...load(d * COLUMNS * 4 + half * VECTOR),
      ...set(rightHalf(half)),
    ]),
    ...range(ROWS).flatMap((row) => [
      ...[...get(leftVector(row)), ...get(leftVector(row)), ...splatLane(d), ...set(leftValue)],
      ...range(halves).flatMap((half) => [
        ...get(sum(row, half)),
        ...get(leftValue),
        ...get(rightHalf(half)),
        ...multiply,
        ...add,
        ...set(sum(row, half)),
      ]),
    ]),
  ];
  const block = [
    ...lefts.flatMap((local, row) => [...nth(leftAt, row, leftRow), ...set(local)]),
    ...[...get(right), ...set(rightAt), ...get(depth), ...set(restDepth)],
    ...each((row, half) => [...zeros, ...set(sum(row, half))]),
    ...repeat(
      restDepth,
      [
        ...lefts.flatMap((local, row) => [...get(local), ...load(), ...set(leftVector(row))]),
        ...range(DEPTH).flatMap(step),
        ...lefts.flatMap((local) => advance(local, whole(DEPTH * 4))),
        ...advance(rightAt, whole(DEPTH * COLUMNS * 4)),
      ],
      DEPTH,
    ),
    ...each((row, half) => [...nth(toAt, row, toRow), ...get(sum(row, half)), ...store(half * VECTOR)]),
    ...advance(leftAt, [...get(leftRow), ...whole(ROWS), ...times]),
    ...advance(toAt, [...get(toRow), ...whole(ROWS), ...times]),
  ];
  return {
    name: 'product',
    parameters: 8,
    integers: 5 + ROWS,
    vectors: ROWS * halves + halves + 1 + ROWS,
    body: repeat(panels, [
      ...[...get(left), ...set(leftAt), ...get(to), ...set(toAt), ...get(rows), ...set(restRows)],
      ...repeat(restRows, block, ROWS),
      ...advance(right, [...get(depth), ...whole(COLUMNS * 4), ...times]),
      ...advance(to, whole(COLUMNS * 4)),
    ]),
  };
}

function copy(): KernelFunction {
  const body = [...get(1), ...get(0), ...load(), ...store()];
  const next = [...advance(0, whole(VECTOR)), ...advance(1, whole(VECTOR))];
  return { name: 'copy', parameters: 3, integers: 0, vectors: 0, body: repeat(2, [...body, ...next]) };
}

function clear(): KernelFunction {
  const body = [...get(0), ...zeros, ...store(), ...advance(0, whole(VECTOR))];
  return { name: 'clear', parameters: 2, integers: 0, vectors: 0, body: repeat(1, body) };
}
