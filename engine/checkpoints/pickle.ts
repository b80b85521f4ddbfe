// Reads a pickle as data. Python's own reader imports and calls every name in a pickle; this one knows neither
// imports nor calls. It understands the opcodes that torch.save writes (protocol 2, and the framing of 3 to 5), keeps
// a list of names that may be mentioned, and refuses everything else with the position of the byte.

import type { ByteCursor } from '../tensors/byteCursor.js';
import { quoted } from '../files/fileBytes.js';
import { PickleMachine, type PickleLimits } from './pickleMachine.js';
import { assertFiniteTree, describeValue, isNode, type PickleValue } from './pickleValue.js';

/** Uses that a pickle may make of a name: mention it, call it (recorded, not run), or make instances of it. */
export type GlobalUse = 'mention' | 'call' | 'instance';

/** Names that a kind of file may hold; `undefined` refuses. */
export type GlobalDoor = (name: string) => GlobalUse | undefined;

/** A full-size network's pickle has 30 kB and 2,000 values; these leave ample room and stay cheap. */
export const PICKLE_LIMITS: PickleLimits = {
  bytes: 16 * 1024 * 1024,
  nodes: 500_000,
  memo: 500_000,
  depth: 200,
  stringBytes: 64 * 1024,
  integerBytes: 16,
};

const STOP = 0x2e;
const MAXIMUM_NAME_BYTES = 400;

interface Opcode {
  readonly name: string;
  readonly run: (machine: PickleMachine, allow: GlobalDoor) => void;
}

/**
 * Reads one pickle; the cursor ends behind its STOP, so several in a row can be read.
 *
 * @throws EngineError `model-invalid` for anything but a well-formed pickle of allowed names within the limits.
 */
export function readPickle(
  cursor: ByteCursor,
  allow: GlobalDoor,
  limits: PickleLimits = PICKLE_LIMITS,
): PickleValue {
  const machine = new PickleMachine(cursor, limits);
  const start = cursor.position;
  for (;;) {
    machine.opcodeAt = cursor.position;
    if (cursor.position - start > limits.bytes)
      throw machine.fail(`the pickle is longer than ${limits.bytes} bytes`);
    const code = cursor.uint8('the pickle');
    if (code === STOP) {
      const value = machine.finish();
      assertFiniteTree(value, limits.depth, cursor.where);
      return value;
    }
    const opcode = OPCODES.get(code);
    if (!opcode)
      throw machine.fail(
        `pickle opcode 0x${code.toString(16).padStart(2, '0')} (${quoted(String.fromCharCode(code))}) ` +
          'is not allowed in a weight file',
      );
    opcode.run(machine, allow);
  }
}

function makeTuple(machine: PickleMachine, length: number): void {
  const items = Array.from({ length }, () => machine.pop()).reverse();
  machine.push({ kind: 'tuple', items });
}

function appendItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const list = machine.top();
  if (!isNode(list) || list.kind !== 'list') throw machine.fail(`appends to ${describeValue(list)}`);
  for (const item of items) list.items.push(item);
}

function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dict = machine.top();
  if (!isNode(dict) || dict.kind !== 'dict') throw machine.fail(`sets items of ${describeValue(dict)}`);
  if (items.length % 2 !== 0) throw machine.fail('a dict key without a value');
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (typeof key !== 'string' && typeof key !== 'number')
      throw machine.fail(`a dict key must be a string or a number, not ${describeValue(key)}`);
    dict.entries.set(key, items[i + 1]!);
  }
}

function readLine(machine: PickleMachine): string {
  const { cursor } = machine;
  const length = cursor.bytes.subarray(cursor.position, cursor.position + MAXIMUM_NAME_BYTES).indexOf(0x0a);
  if (length < 0) throw machine.fail(`a class name without an end within ${MAXIMUM_NAME_BYTES} bytes`);
  const text = machine.readText(length);
  cursor.skip(1, 'a line end');
  return text;
}

function pushGlobal(machine: PickleMachine, allow: GlobalDoor, module: string, name: string): void {
  const full = `${module}.${name}`;
  if (!allow(full))
    throw machine.fail(`names ${quoted(full)}, which is not allowed in a weight file; nothing was executed`);
  machine.push({ kind: 'global', name: full });
}

function popGlobal(machine: PickleMachine, allow: GlobalDoor, use: GlobalUse): string {
  const value = machine.pop();
  if (!isNode(value) || value.kind !== 'global')
    throw machine.fail(`expected a class or function, found ${describeValue(value)}`);
  if (allow(value.name) !== use)
    throw machine.fail(`${quoted(value.name)} must not be ${use === 'call' ? 'called' : 'instantiated'}`);
  return value.name;
}

function stackGlobal(machine: PickleMachine, allow: GlobalDoor): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== 'string' || typeof module !== 'string')
    throw machine.fail('a class name must be two strings');
  pushGlobal(machine, allow, module, name);
}

function recordCall(machine: PickleMachine, allow: GlobalDoor): void {
  const args = machine.popTuple('the arguments of a call');
  const callee = popGlobal(machine, allow, 'call');
  if (callee !== 'collections.OrderedDict') machine.push({ kind: 'call', callee, args });
  else if (args.length === 0) machine.push({ kind: 'dict', entries: new Map() });
  else
    throw machine.fail('an OrderedDict made with arguments; expected an empty one that is filled afterwards');
}

function recordObject(machine: PickleMachine, allow: GlobalDoor): void {
  if (machine.popTuple('the arguments of an object').length > 0)
    throw machine.fail('an object made with arguments; expected none');
  machine.push({ kind: 'object', className: popGlobal(machine, allow, 'instance'), state: null });
}

function setState(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.top();
  // An OrderedDict's own attributes (PyTorch keeps module versions there) carry no weights.
  if (isNode(target) && target.kind === 'dict') return;
  if (!isNode(target) || target.kind !== 'object')
    throw machine.fail(`sets the fields of ${describeValue(target)}`);
  if (target.state !== null) throw machine.fail('sets the fields of one object twice');
  target.state = state;
}

function checkProtocol(machine: PickleMachine): void {
  const protocol = machine.cursor.uint8('the protocol');
  if (protocol < 2 || protocol > 5) throw machine.fail(`pickle protocol ${protocol}; expected 2 to 5`);
}

/** Frames only help buffered readers; the length is checked and forgotten. */
function checkFrame(machine: PickleMachine): void {
  if (machine.cursor.count64('a frame length') > machine.cursor.remaining)
    throw machine.fail('a frame that is longer than the file');
}

/** Everything else, above all INST, OBJ, NEWOBJ_EX, EXT1 … and the text opcodes of protocol 0, is refused. */
const OPCODES: ReadonlyMap<number, Opcode> = new Map(
  (
    [
      [0x80, 'PROTO', checkProtocol],
      [0x95, 'FRAME', checkFrame],
      [0x28, 'MARK', (m) => m.mark()],
      [0x4e, 'NONE', (m) => m.push(null)],
      [0x88, 'NEWTRUE', (m) => m.push(true)],
      [0x89, 'NEWFALSE', (m) => m.push(false)],
      [0x4a, 'BININT', (m) => m.push(m.cursor.int32('an integer'))],
      [0x4b, 'BININT1', (m) => m.push(m.cursor.uint8('an integer'))],
      [0x4d, 'BININT2', (m) => m.push(m.cursor.uint16('an integer'))],
      [0x8a, 'LONG1', (m) => m.push(m.readInteger(m.cursor.uint8('a length')))],
      [0x8b, 'LONG4', (m) => m.push(m.readInteger(m.cursor.uint32('a length')))],
      [0x47, 'BINFLOAT', (m) => m.push(m.cursor.float64BigEndian('a number'))],
      [0x58, 'BINUNICODE', (m) => m.push(m.readText(m.cursor.uint32('a length')))],
      [0x8c, 'SHORT_BINUNICODE', (m) => m.push(m.readText(m.cursor.uint8('a length')))],
      [0x8d, 'BINUNICODE8', (m) => m.push(m.readText(m.cursor.count64('a length')))],
      // Python 2 wrote its strings, names of parameters among them, as bytes.
      [0x55, 'SHORT_BINSTRING', (m) => m.push(m.readText(m.cursor.uint8('a length')))],
      [0x54, 'BINSTRING', (m) => m.push(m.readText(m.cursor.uint32('a length')))],
      [0x43, 'SHORT_BINBYTES', (m) => m.push(m.readBytes(m.cursor.uint8('a length')))],
      [0x42, 'BINBYTES', (m) => m.push(m.readBytes(m.cursor.uint32('a length')))],
      [0x8e, 'BINBYTES8', (m) => m.push(m.readBytes(m.cursor.count64('a length')))],
      [0x5d, 'EMPTY_LIST', (m) => m.push({ kind: 'list', items: [] })],
      [0x6c, 'LIST', (m) => m.push({ kind: 'list', items: m.popMark() })],
      [0x61, 'APPEND', (m) => appendItems(m, [m.pop()])],
      [0x65, 'APPENDS', (m) => appendItems(m, m.popMark())],
      [0x29, 'EMPTY_TUPLE', (m) => makeTuple(m, 0)],
      [0x85, 'TUPLE1', (m) => makeTuple(m, 1)],
      [0x86, 'TUPLE2', (m) => makeTuple(m, 2)],
      [0x87, 'TUPLE3', (m) => makeTuple(m, 3)],
      [0x74, 'TUPLE', (m) => m.push({ kind: 'tuple', items: m.popMark() })],
      [0x7d, 'EMPTY_DICT', (m) => m.push({ kind: 'dict', entries: new Map() })],
      [0x73, 'SETITEM', (m) => setItems(m, [m.pop(), m.pop()].reverse())],
      [0x75, 'SETITEMS', (m) => setItems(m, m.popMark())],
      [0x68, 'BINGET', (m) => m.recall(m.cursor.uint8('an index'))],
      [0x6a, 'LONG_BINGET', (m) => m.recall(m.cursor.uint32('an index'))],
      [0x71, 'BINPUT', (m) => m.store(m.cursor.uint8('an index'))],
      [0x72, 'LONG_BINPUT', (m) => m.store(m.cursor.uint32('an index'))],
      [0x94, 'MEMOIZE', (m) => m.storeNext()],
      [0x63, 'GLOBAL', (m, allow) => pushGlobal(m, allow, readLine(m), readLine(m))],
      [0x93, 'STACK_GLOBAL', stackGlobal],
      [0x52, 'REDUCE', recordCall],
      [0x81, 'NEWOBJ', recordObject],
      [0x62, 'BUILD', setState],
      [0x51, 'BINPERSID', (m) => m.push({ kind: 'persistent', id: m.pop() })],
    ] satisfies [number, string, Opcode['run']][]
  ).map(([code, name, run]) => [code, { name, run }]),
);
