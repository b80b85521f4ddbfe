// Steps that are read from bytes become what JSON.parse and the shapes of events make of them, or are left to those.

import assert from 'node:assert/strict';
import { readIsoTime } from '../../../engine/runlog/isoTime.js';
import { readJsonNumber } from '../../../engine/runlog/jsonNumber.js';
import { readRunLog } from '../../../engine/runlog/runLog.js';
import { viewed } from '../../../engine/runlog/stepLine.js';
import { seeded } from '../webview/scoring/seeded.js';

const LAST = 2 ** 32 - 1;
function randomFrom(seed: number): () => number {
  const whole = seeded(seed);
  return () => whole(0, LAST) / 2 ** 32;
}
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('numbers of JSON, from bytes', () => {
  const read = (text: string) => {
    const place = { at: 2 };
    const value = readJsonNumber(bytesOf(`: ${text},"x"`), place);
    return Number.isNaN(value) ? undefined : { value, length: place.at - 2 };
  };
  const same = (text: string) =>
    assert.deepEqual(read(text), { value: JSON.parse(text) as number, length: text.length }, text);

  it('are those of JSON.parse in every form', () => {
    for (const text of [
      ...[
        '0',
        '-0',
        '0.0',
        '-0.0e-7',
        '7',
        '-12',
        '1e5',
        '1E+5',
        '1e-5',
        '-2.50e-3',
        '0.000000000000000000001',
      ],
      // The largest, the least, the least normal one; too large and too small; halfway between two neighbours.
      ...['1.7976931348623157e308', '5e-324', '2.2250738585072014e-308', '1e999', '-1e999', '1e-999'],
      ...[
        '9007199254740993',
        '9007199254740992.5',
        '9007199254740991',
        '0.1000000000000000055511151231257827',
      ],
      ...['123456789012345678', '1234567890123456789', '123456789.123456789', '0.123456789012345678'],
      ...['4503599627370496.5', '4503599627370497.5', '4503599627370496.50000000000000000000000001'],
      `0.${'0'.repeat(400)}1`,
    ])
      same(text);
  });

  it('are those of JSON.parse for 40,000 drawn ones, to the last bit', () => {
    const random = randomFrom(4);
    const bits = new DataView(new ArrayBuffer(8));
    for (let i = 0; i < 10_000; i++) {
      same(String(Math.fround(100 * random())));
      same(String((random() - 0.5) * 10 ** Math.floor(24 * random() - 12)));
      bits.setUint32(0, 2 ** 32 * random());
      bits.setUint32(4, 2 ** 32 * random());
      if (Number.isFinite(bits.getFloat64(0))) same(String(bits.getFloat64(0)));
      const digits = String(Math.floor(1e9 * random())) + String(Math.floor(1e9 * random()));
      same(`${Math.floor(1000 * random())}.${digits.slice(0, 1 + Math.floor(18 * random()))}`);
    }
  });

  for (const text of [
    '',
    '-',
    '.5',
    '1.',
    '1.e3',
    '1e',
    '1e+',
    '+1',
    '01',
    '-01',
    '00',
    'NaN',
    'Infinity',
    '"1"',
  ])
    it(`are not ${text === '' ? 'nothing' : text}`, () => assert.equal(read(text), undefined));

  it('end where they end', () => {
    for (const [text, length] of [
      ['1.2.3', 3],
      ['1e5e5', 3],
      ['0x10', 1],
      ['1_000', 1],
      ['1-2', 1],
    ] as const)
      assert.equal(read(text)?.length, length, text);
  });

  it('are left to others when they are longer than a thousand characters', () => {
    assert.equal(read(`0.${'3'.repeat(100_000)}`), undefined);
  });
});

describe('times of events, from bytes', () => {
  const day = { day: NaN, ms: NaN };
  for (const text of [
    ...[
      '2026-11-28T10:00:00.123Z',
      '2026-11-28T23:59:59.999Z',
      '1970-01-01T00:00:00.000Z',
      '0099-03-01T00:00:00.000Z',
    ],
    ...[
      '2024-02-29T12:00:00.000Z',
      '2026-02-29T12:00:00.000Z',
      '2026-02-30T12:00:00.000Z',
      '2026-13-01T00:00:00.000Z',
    ],
    ...[
      '2026-11-28T24:00:00.000Z',
      '2026-11-28T10:60:00.000Z',
      '2026-11-28T10:00:60.000Z',
      '2026-00-28T10:00:00.000Z',
    ],
    ...[
      '2026-11-28T10:00:00Z',
      '2026-11-28T10:00:00.000+01:00',
      '2026-11-28',
      '2026-11-28T10:00:00.00xZ',
      'today',
      '',
    ],
    ...[
      '2026-11-28t10:00:00.000Z',
      '20x6-11-28T10:00:00.000Z',
      '2026-11-28T10:00:00.000z',
      'Sat Nov 28 2026 10:00 UTC',
    ],
  ])
    it(`${text === '' ? 'nothing' : text} is what Date.parse says`, () => {
      const bytes = bytesOf(`"${text}"`);
      for (let again = 0; again < 2; again++)
        assert.equal(readIsoTime(bytes, 1, bytes.length - 1, day), Date.parse(text));
    });
});

const line = (step: number | string, l1: number | string = 0.5, more = '') =>
  `{"type":"step","time":"2026-11-28T10:00:00.${String(step).padStart(3, '0').slice(-3)}Z","epoch":1,"step":${step},` +
  `"generatorRate":0.0002,"discriminatorRate":0.0001,"stepMs":640.5,"memoryMiB":3900,` +
  `"losses":{"dapi/l1":${l1},"total/generators":2.25}${more}}`;

/** Line by line as bytes where that is possible; how many were. */
function readAsBytes(lines: readonly string[]) {
  const log = readRunLog();
  let taken = 0;
  for (const each of lines) {
    const bytes = bytesOf(`${each}\n`);
    if (log.pushStep(viewed(bytes), 0, bytes.length - 1)) taken++;
    else log.push(`${each}\n`);
  }
  return { log, taken };
}

function assertSame(lines: readonly string[]): number {
  const slow = readRunLog();
  for (const each of lines) slow.push(`${each}\n`);
  const { log, taken } = readAsBytes(lines);
  assert.deepEqual(
    [log.state, log.problems, log.lines],
    [slow.state, slow.problems, slow.lines],
    lines.at(-1),
  );
  return taken;
}

describe('a line that looks like one before', () => {
  it('is read from its bytes', () => {
    assert.equal(
      assertSame([line(1), line(2), line(3, -1.5e-7), line(4, 'null'), line(10, '-0'), line(11, 1e300)]),
      5,
    );
  });

  it('takes steps again after a run went back', () => {
    assert.equal(assertSame([1, 2, 3, 4, 3, 4].map((step) => line(step, step / 3))), 5);
  });

  it('may come from Windows, with spaces between, or with a number that a later version added', () => {
    assert.equal(assertSame([1, 2, 3].map((step) => `${line(step)}\r`)), 2);
    assert.equal(
      assertSame(
        [1, 2, 3].map((step) => ` ${line(step).replaceAll(':', ' : ').replaceAll(' : 00', ':00')} `),
      ),
      2,
    );
    assert.equal(assertSame([1, 2, 3].map((step) => line(step, 1, `,"later":${step}e1`))), 2);
  });

  it('may be one of several forms', () => {
    const lines = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 0 ? line(i + 1, 1, ',"later":1') : line(i + 1, i % 2 ? 3 : 'null'),
    );
    assert.equal(assertSame(lines), 28);
  });

  const odd: Readonly<Record<string, readonly string[]>> = {
    'numbers that are none': [
      '01',
      '1.',
      '.5',
      '+1',
      'NaN',
      'Infinity',
      '-',
      '1e',
      '0x1',
      '1e999',
      'nul',
      'nulll',
      'true',
    ],
    'values of other kinds': ['"1"', '[1]', '{}', '""', ''],
    'more than one value': ['1 2', '1,2', '1,"x":2', '1},"losses":{"dapi/l1":2'],
  };
  for (const [what, values] of Object.entries(odd))
    it(`is left to JSON.parse with ${what}`, () => {
      for (const value of values) assert.equal(assertSame([line(1), line(2, value)]), 0, value);
    });

  it('is left to JSON.parse when anything else differs', () => {
    const good = line(2);
    const others = [
      line(-1),
      line(1.5),
      line('9007199254740993'),
      line('1e1').replace('"epoch":1', '"epoch":-1'),
      good.replace('"epoch":1', '"epoch":1000000001'),
      good.replace('"epoch":1', '"epoch":null'),
      good.replace('640.5', '-1'),
      good.replace('"step",', '"sTep",'),
      good.replace('"dapi/l1"', '"dapi/l2"'),
      good.replace('"dapi/l1"', '"dapi\\u002fl1"'),
      good.replace('"dapi/l1"', '"däpi/l1"'),
      good.replace('"dapi/l1":0.5,"total/generators":2.25', '"total/generators":2.25,"dapi/l1":0.5'),
      good.replace('"dapi/l1":0.5', '"dapi/l1":0.5,"dapi/l1":0.25'),
      good.replace('2026-11-28T10', '2026-11-28T99'),
      good.replace('2026-11-28T10:00:00.002Z', 'never'),
      good.replace('2026-11-28T10:00:00.002Z', '2026-11-28T10:00:00.002Z\\"'),
      good.replace('2026-11-28T10:00:00.002Z', ` ${'2026-11-28T10:00:00.002Z'.padStart(40)}`),
      `${good}x`,
      good.slice(0, -1),
      good.slice(0, -9),
      `${good}}`,
      `\ufeff${good}`,
      `{"type":"alarm"}`,
      '',
    ];
    for (const other of others) assert.equal(assertSame([line(1), other, line(3)]), 1, other);
  });

  it('is not compared with one that is not plain', () => {
    for (const first of [
      line(1).replace('"dapi/l1":0.5', '"dapi/l1":9,"dapi/l1":0.5'),
      line(1).replace('"epoch":1', '"epoch":7,"epoch":1'),
      line(1, 0.5, ',"losses":{"dapi/l1":7}'),
      line(1, 0.5, ',"later":["x"]'),
      line(1, 0.5, ',"later":{"x":1}'),
      line(1).replaceAll('dapi/l1', 'memory/process'),
      line(1).replaceAll('dapi', 'd\\u0061pi'),
      line(1).replaceAll('dapi', 'däpi'),
    ]) {
      const second = first.replace('"step":1', '"step":2').replace('0.5', '0.75');
      assert.equal(assertSame([first, second]), 0, first);
    }
  });

  it('with any of its bytes changed is what JSON.parse makes of it', () => {
    const random = randomFrom(11);
    const letters = '0123456789.eE+-"\\,:{}[] nulxyZT/\r\t';
    let taken = 0;
    for (let i = 0; i < 800; i++) {
      const text = [...line(2, String(Math.fround(random())))];
      for (let times = 1 + Math.floor(2 * random()); times > 0; times--) {
        const at = Math.floor(text.length * random());
        const letter = letters[Math.floor(letters.length * random())]!;
        if (random() < 0.3) text.splice(at, 1);
        else text.splice(at, random() < 0.5 ? 1 : 0, letter);
      }
      taken += assertSame([line(1), text.join('')]);
    }
    assert.ok(taken > 40, `only ${taken}`); // changed digits are other numbers
  });
});
