// The part of WebAssembly's binary format that the kernels beside this file need: functions of 32-bit integers and
// 128-bit vectors on an imported, shared memory. (WebAssembly Core Specification 2.0, chapter 5; threads proposal.)

/** Bytes of instructions. */
export type Code = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;
const MOST_PAGES = 65536;
const ENTRY_ALIGNMENT = 2;

/** LEB128 of a whole number from 0. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** LEB128 of a whole number with a sign. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    if (rest >= -64 && rest < 64) return [...bytes, rest & 0x7f];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const text = (value: string) => [...unsigned(value.length), ...Buffer.from(value)];
const vector = (op: number, ...rest: Code) => [0xfd, ...unsigned(op), ...rest];
const place = (offset: number) => [ENTRY_ALIGNMENT, ...unsigned(offset)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const whole = (value: number): Code => [0x41, ...signed(value)];
export const plus: Code = [0x6a];
export const minus: Code = [0x6b];
export const times: Code = [0x6c];
export const load = (offset = 0): Code => vector(0x00, ...place(offset));
/** One of the four floats of a vector, given twice, four times. */
export const splatLane = (lane: number): Code =>
  vector(0x0d, ...Array.from({ length: 16 }, (_, i) => lane * 4 + (i % 4)));
export const store = (offset = 0): Code => vector(0x0b, ...place(offset));
export const zeros: Code = vector(0x0c, ...new Array<number>(16).fill(0));
/** Four times the same. */
export const floats = (value: number): Code => {
  const bytes = [...new Uint8Array(Float32Array.of(value, value, value, value).buffer)];
  return vector(0x0c, ...bytes);
};
export const add: Code = vector(0xe4);
export const subtract: Code = vector(0xe5);
export const multiply: Code = vector(0xe6);

/** local += value. */
export const advance = (local: number, by: Code): Code => [...get(local), ...by, ...plus, ...set(local)];

/** Runs `body` until the integer in `counter`, which is above 0 at first, has come down to 0. */
export function repeat(counter: number, body: Code, step = 1): Code {
  const next = [...get(counter), ...whole(step), ...minus, 0x22, ...unsigned(counter)];
  return [0x03, 0x40, ...body, ...next, 0x0d, 0, 0x0b];
}

export interface KernelFunction {
  readonly name: string;
  /** All of them integers; they are the first locals. */
  readonly parameters: number;
  /** Locals after them: integers, then vectors. */
  readonly integers: number;
  readonly vectors: number;
  readonly body: Code;
}

/** A module that imports "memory" from "host", shared and of any size, and exports the functions. None returns anything. */
export function assemble(functions: readonly KernelFunction[]): Uint8Array<ArrayBuffer> {
  const section = (id: number, entries: readonly Code[]) => {
    const content = [...unsigned(entries.length), ...entries.flat()];
    return [id, ...unsigned(content.length), ...content];
  };
  const bodies = functions.map(({ integers, vectors, body }) => {
    const code = [2, ...unsigned(integers), I32, ...unsigned(vectors), V128, ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      functions.map(({ parameters }) => [
        0x60,
        ...unsigned(parameters),
        ...new Array<number>(parameters).fill(I32),
        0,
      ]),
    ),
    ...section(2, [[...text('host'), ...text('memory'), 2, 3, 1, ...unsigned(MOST_PAGES)]]),
    ...section(
      3,
      functions.map((_, i) => unsigned(i)),
    ),
    ...section(
      7,
      functions.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]),
    ),
    ...section(10, bodies),
  ]);
}
