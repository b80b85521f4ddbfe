import assert from 'node:assert/strict';

import { ByteCursor } from '../../../engine/tensors/byteCursor.js';
import { PICKLE_LIMITS, readPickle, type GlobalDoor } from '../../../engine/checkpoints/pickle.js';
import type { PickleLimits } from '../../../engine/checkpoints/pickleMachine.js';
import type { PickleValue } from '../../../engine/checkpoints/pickleValue.js';
import { allowTorchScriptNames } from '../../../engine/checkpoints/stateDict.js';
import {
  APPEND,
  BUILD,
  bytes,
  EMPTY_DICT,
  EMPTY_LIST,
  EMPTY_TUPLE,
  get,
  global,
  integer,
  long,
  MARK,
  NEWOBJ,
  NONE,
  ORDERED_DICT,
  pickle,
  put,
  REDUCE,
  SETITEMS,
  STOP,
  text,
  tuple,
  uint32,
  uint64,
} from './pickleBytes.js';
import { refusal } from './refusal.js';

function read(
  data: Uint8Array,
  allow: GlobalDoor = allowTorchScriptNames,
  limits: PickleLimits = PICKLE_LIMITS,
): PickleValue {
  return readPickle(new ByteCursor(data, 'a.pth'), allow, limits);
}

const dict = (...entries: [string, PickleValue][]): PickleValue => ({
  kind: 'dict',
  entries: new Map(entries),
});

describe('a pickle', () => {
  it('yields plain values', () => {
    assert.equal(read(pickle(NONE)), null);
    assert.equal(read(pickle(0x88)), true);
    assert.equal(read(pickle(integer(-5))), -5);
    assert.equal(read(pickle('K', 200)), 200);
    assert.equal(read(pickle(long(-(2n ** 40n)))), -(2 ** 40));
    assert.equal(read(pickle(long(2n ** 60n))), 2n ** 60n);
    assert.equal(read(pickle('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)), 1.5);
    assert.equal(read(pickle(text('größer'))), 'größer');
    assert.deepEqual(read(pickle(tuple(integer(1), text('b')))), { kind: 'tuple', items: [1, 'b'] });
    assert.deepEqual(read(pickle(EMPTY_LIST, integer(1), APPEND)), { kind: 'list', items: [1] });
    assert.deepEqual(read(pickle(EMPTY_DICT, MARK, text('a'), NONE, SETITEMS)), dict(['a', null]));
  });

  it('names calls and objects without making them', () => {
    assert.deepEqual(read(pickle(global('torch._utils', '_rebuild_tensor_v2'), tuple(integer(1)), REDUCE)), {
      kind: 'call',
      callee: 'torch._utils._rebuild_tensor_v2',
      args: [1],
    });
    const state = [EMPTY_DICT, MARK, text('training'), 0x89, SETITEMS];
    assert.deepEqual(read(pickle(global('__torch__.nn', 'Conv2d'), EMPTY_TUPLE, NEWOBJ, state, BUILD)), {
      kind: 'object',
      className: '__torch__.nn.Conv2d',
      state: dict(['training', false]),
    });
  });

  it('has an empty OrderedDict filled, and its attributes ignored', () => {
    const items = [MARK, text('a'), integer(1), SETITEMS];
    assert.deepEqual(read(pickle(ORDERED_DICT, items, EMPTY_DICT, BUILD)), dict(['a', 1]));
  });

  it('remembers values and shares them', () => {
    const shared = read(pickle(tuple([EMPTY_LIST, put(3)], get(3))));
    assert.ok(shared !== null && typeof shared === 'object' && 'items' in shared);
    assert.equal(shared.items[0], shared.items[1]);
  });

  it('of protocol 4 is read, too: frames, memoize, names from the stack', () => {
    const stackGlobal = [0x8c, 5, 'torch', 0x94, 0x8c, 12, 'FloatStorage', 0x94, 0x93, 0x94];
    const framed = bytes(0x80, 4, 0x95, uint64(BigInt(bytes(stackGlobal).length + 1)), stackGlobal, STOP);
    assert.deepEqual(read(framed), { kind: 'global', name: 'torch.FloatStorage' });
  });
});

describe('a hostile pickle is refused and nothing is run:', () => {
  const cases: [name: string, data: Uint8Array, message: RegExp][] = [
    ['os.system', pickle(global('os', 'system'), tuple(text('id')), REDUCE), /byte 2: names "os\.system"/],
    ['posix.system', pickle(global('posix', 'system'), tuple(text('id')), REDUCE), /"posix\.system"/],
    ['builtins.eval', pickle(global('builtins', 'eval'), tuple(text('1')), REDUCE), /"builtins\.eval"/],
    ['getattr on an allowed class', pickle(global('builtins', 'getattr')), /"builtins\.getattr"/],
    ['torch.load', pickle(global('torch', 'load')), /"torch\.load"/],
    ['a name that only begins like TorchScript', pickle(global('__torch__x', 'A')), /"__torch__x\.A"/],
    ['a name built on the stack', pickle(text('os'), text('system'), 0x93), /"os\.system"/],
    ['a name that is no text', pickle(integer(1), text('system'), 0x93), /two strings/],
    ['protocol 0 with os.system', bytes("cos\nsystem\n(S'id'\ntR."), /byte 0: names "os\.system"/],
    ['INST', pickle(MARK, 'ios\nsystem\n'), /opcode 0x69 \("i"\)/],
    ['OBJ', pickle(MARK, global('torch', 'FloatStorage'), 'o'), /opcode 0x6f/],
    ['NEWOBJ_EX', pickle(NONE, 0x92), /opcode 0x92/],
    ['an extension code', pickle(0x82, 1), /opcode 0x82/],
    ['a persistent id as text', pickle('Pabc\n'), /opcode 0x50/],
    ['an out-of-band buffer', pickle(0x97), /opcode 0x97/],
    ['an unknown opcode', pickle(0xff), /opcode 0xff/],
    [
      'calling a storage class',
      pickle(global('torch', 'FloatStorage'), EMPTY_TUPLE, REDUCE),
      /must not be called/,
    ],
    ['calling a module class', pickle(global('__torch__', 'A'), EMPTY_TUPLE, REDUCE), /must not be called/],
    ['an instance of OrderedDict', pickle(global('collections', 'OrderedDict'), ')', NEWOBJ), /instantiated/],
    [
      'an instance with arguments',
      pickle(global('__torch__', 'A'), tuple(NONE), NEWOBJ),
      /made with arguments/,
    ],
    [
      'an OrderedDict with arguments',
      pickle(global('collections', 'OrderedDict'), tuple(NONE), REDUCE),
      /arguments/,
    ],
    ['calling text', pickle(text('print'), EMPTY_TUPLE, REDUCE), /found a string/],
    [
      'arguments that are no tuple',
      pickle(global('collections', 'OrderedDict'), NONE, REDUCE),
      /must be a tuple/,
    ],
    ['fields of text', pickle(text('a'), EMPTY_DICT, BUILD), /sets the fields of a string/],
    ['an unhashable key', pickle(EMPTY_DICT, MARK, EMPTY_LIST, NONE, SETITEMS), /dict key .* not a list/],
    ['a key without a value', pickle(EMPTY_DICT, MARK, text('a'), SETITEMS), /key without a value/],
    ['appending to text', pickle(text('a'), NONE, APPEND), /appends to a string/],
    ['a value recalled that was never stored', pickle(get(9)), /reads value 9 of the memo/],
    ['an empty stack', pickle(APPEND), /stack is empty/],
    ['a stack emptied below its mark', pickle(NONE, MARK, 0x85), /stack is empty/],
    ['no mark', pickle('t'), /needs a mark/],
    ['leftovers', pickle(NONE, NONE), /left on the stack/],
    ['nothing at all', bytes(), /byte 0: the pickle needs 1 bytes/],
    ['no STOP', pickle(NONE).subarray(0, 3), /only 0 are left/],
    ['protocol 99', bytes(0x80, 99, NONE, STOP), /protocol 99/],
    ['a name without an end', pickle('c', 'a'.repeat(1000)), /without an end/],
    ['text that is not UTF-8', pickle('X', uint32(2), 0xc3, 0x28), /not UTF-8/],
    ['4 GB of text', pickle('X', uint32(0xffff_ffff)), /a string of 4294967295 bytes/],
    ['2^63 bytes of text', pickle(0x8d, uint64(2n ** 63n)), /impossibly large/],
    ['2^50 bytes of text', pickle(0x8d, uint64(2n ** 50n)), /a string of 1125899906842624 bytes/],
    ['text longer than the file', pickle('X', uint32(1000), 'abc'), /only 4 are left/],
    ['2 GB of integer', pickle(0x8b, uint32(0x7fff_ffff)), /an integer of 2147483647 bytes/],
    ['a frame longer than the file', bytes(0x80, 4, 0x95, uint64(2n ** 40n), NONE, STOP), /frame/],
    ['a list within itself', pickle(EMPTY_LIST, put(0), get(0), APPEND), /contains itself/],
    [
      'a loop through two dicts',
      pickle(EMPTY_DICT, put(0), MARK, text('a'), [EMPTY_DICT, MARK, text('b'), get(0), SETITEMS], SETITEMS),
      /contains itself/,
    ],
    ['100,000 marks', pickle(MARK.repeat(100_000)), /nested more than 200/],
    ['100,000 nested tuples', pickle(NONE, Array<number>(100_000).fill(0x85)), /nested more than 200/],
    [
      '100,000 nested lists',
      pickle(EMPTY_LIST.repeat(100_000), APPEND.repeat(99_999)),
      /nested more than 200 levels/,
    ],
  ];
  for (const [name, data, message] of cases)
    it(name, () => assert.throws(() => read(data), refusal(message)));

  it('too many values', () => {
    const data = pickle(MARK, EMPTY_LIST.repeat(1001), 't');
    assert.throws(
      () => read(data, undefined, { ...PICKLE_LIMITS, nodes: 1000 }),
      refusal(/more than 1000 values/),
    );
  });

  it('too many places on the stack', () => {
    const data = pickle(MARK, NONE.repeat(1001), 't');
    assert.throws(
      () => read(data, undefined, { ...PICKLE_LIMITS, nodes: 1000 }),
      refusal(/stack holds more than 1000/),
    );
  });

  it('too many remembered values', () => {
    const data = pickle(
      NONE,
      Array.from({ length: 101 }, (_, i) => put(i)),
    );
    assert.throws(
      () => read(data, undefined, { ...PICKLE_LIMITS, memo: 100 }),
      refusal(/more than 100 values in its memo/),
    );
  });

  it('too long', () => {
    const data = pickle(
      NONE,
      Array.from({ length: 101 }, () => put(0)),
    );
    assert.throws(
      () => read(data, undefined, { ...PICKLE_LIMITS, bytes: 100 }),
      refusal(/longer than 100 bytes/),
    );
  });

  it('cut off anywhere', () => {
    const whole = pickle(ORDERED_DICT, MARK, text('a'), tuple(integer(1), long(5n)), SETITEMS);
    for (let length = 0; length < whole.length; length++)
      assert.throws(() => read(whole.subarray(0, length)), refusal(/a\.pth: byte \d+: /));
  });
});
