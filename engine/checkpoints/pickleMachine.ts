// The stack on which a pickle builds its value: bounded, and with errors that name the opcode's byte.

import type { ByteCursor } from '../tensors/byteCursor.js';
import { describeValue, isNode, type PickleValue } from './pickleValue.js';

export interface PickleLimits {
  readonly bytes: number;
  /** Lists, dicts, calls, objects … */
  readonly nodes: number;
  readonly memo: number;
  readonly depth: number;
  readonly stringBytes: number;
  /** Longest integer; the longest real one is the legacy format's magic number with 10. */
  readonly integerBytes: number;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class PickleMachine {
  /** Position of the opcode that is being executed. */
  opcodeAt: number;
  private readonly stack: PickleValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();
  private nodes = 0;

  constructor(
    readonly cursor: ByteCursor,
    private readonly limits: PickleLimits,
  ) {
    this.opcodeAt = cursor.position;
  }

  fail(what: string): Error {
    return this.cursor.fail(what, this.opcodeAt);
  }

  push(value: PickleValue): void {
    if (isNode(value) && ++this.nodes > this.limits.nodes)
      throw this.fail(`the pickle makes more than ${this.limits.nodes} values`);
    this.place(value);
  }

  private place(value: PickleValue): void {
    if (this.stack.length >= this.limits.nodes)
      throw this.fail(`the stack holds more than ${this.limits.nodes} values`);
    this.stack.push(value);
  }

  pop(): PickleValue {
    this.top();
    return this.stack.pop()!;
  }

  /** Values below the last mark are out of reach. */
  top(): PickleValue {
    if (this.stack.length <= (this.marks.at(-1) ?? 0))
      throw this.fail('needs a value, but the stack is empty');
    return this.stack.at(-1)!;
  }

  mark(): void {
    if (this.marks.length >= this.limits.depth)
      throw this.fail(`the pickle is nested more than ${this.limits.depth} levels deep`);
    this.marks.push(this.stack.length);
  }

  /** Takes everything above the last mark, and the mark. */
  popMark(): PickleValue[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw this.fail('needs a mark, but there is none');
    return this.stack.splice(mark);
  }

  popTuple(what: string): readonly PickleValue[] {
    const value = this.pop();
    if (!isNode(value) || value.kind !== 'tuple')
      throw this.fail(`${what} must be a tuple, not ${describeValue(value)}`);
    return value.items;
  }

  /** The value, when nothing else is left. */
  finish(): PickleValue {
    const value = this.pop();
    if (this.stack.length > 0 || this.marks.length > 0)
      throw this.fail('stops with values left on the stack');
    return value;
  }

  store(index: number): void {
    const value = this.top();
    if (this.memo.size >= this.limits.memo && !this.memo.has(index))
      throw this.fail(`the pickle has more than ${this.limits.memo} values in its memo`);
    this.memo.set(index, value);
  }

  storeNext(): void {
    this.store(this.memo.size);
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.fail(`reads value ${index} of the memo, which was never written`);
    // A shared value takes no more than a place on the stack.
    this.place(value);
  }

  readText(length: number): string {
    const bytes = this.readBytes(length);
    try {
      return UTF8.decode(bytes);
    } catch {
      throw this.fail('a string that is not UTF-8');
    }
  }

  readBytes(length: number): Uint8Array {
    if (length > this.limits.stringBytes)
      throw this.fail(`a string of ${length} bytes; no name is longer than ${this.limits.stringBytes}`);
    return this.cursor.take(length, 'a string');
  }

  /** Two's complement, little-endian, as Python writes long integers. */
  readInteger(length: number): number | bigint {
    if (length > this.limits.integerBytes)
      throw this.fail(`an integer of ${length} bytes; none is longer than ${this.limits.integerBytes}`);
    let value = 0n;
    for (const byte of this.cursor.take(length, 'an integer').toReversed())
      value = (value << 8n) | BigInt(byte);
    value = BigInt.asIntN(8 * length, value);
    const safe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return safe ? Number(value) : value;
  }
}
