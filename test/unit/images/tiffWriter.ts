// Writer of small TIFFs for tests: directories field by field, in an order and with the faults that a test wants.

/** Tag, type (2 text, 3 SHORT, 4 LONG, 5 fraction, 7 bytes), values. */
export type Field = readonly [tag: number, type: number, values: readonly number[] | string];

export interface WrittenPage {
  readonly fields: readonly Field[];
  /** Strips or tiles. */
  readonly blocks: readonly Uint8Array[];
  readonly isTiled?: boolean;
  /** Pages inside this one. */
  readonly inside?: readonly WrittenPage[];
}

const BYTES: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4, 5: 4, 7: 1 };

/** A classic TIFF, little-endian unless told. Fields keep their order; places of the blocks are added at their end. */
export function writeTiff(pages: readonly WrittenPage[], bigEndian = false): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  const add = (bytes: Buffer): number => {
    const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
    parts.push(even);
    at += even.length;
    return at - even.length;
  };
  const number = (bytes: number, value: number): Buffer => {
    const buffer = Buffer.alloc(bytes);
    if (bigEndian) buffer.writeUIntBE(value, 0, bytes);
    else buffer.writeUIntLE(value, 0, bytes);
    return buffer;
  };
  add(Buffer.concat([Buffer.from(bigEndian ? 'MM' : 'II'), number(2, 42), number(4, 0)]));

  const addPage = (page: WrittenPage): number => {
    const offsets = page.blocks.map((block) => add(Buffer.from(block)));
    const inside = (page.inside ?? []).map((one) => addPage(one));
    const [offsetTag, bytesTag] = page.isTiled ? [324, 325] : [273, 279];
    const fields: Field[] = [
      ...page.fields,
      [offsetTag, 4, offsets],
      [bytesTag, 4, page.blocks.map(({ length }) => length)],
      ...(inside.length > 0 ? [[330, 4, inside] as const] : []),
    ];
    const entries = fields.map(([tag, type, values]) => {
      const bytes =
        typeof values === 'string'
          ? Buffer.from(values)
          : Buffer.concat(values.map((value) => number(BYTES[type]!, value)));
      const count = type === 5 ? values.length / 2 : values.length;
      const length = typeof values === 'string' ? bytes.length : count;
      const value =
        bytes.length <= 4 ? Buffer.concat([bytes, Buffer.alloc(4 - bytes.length)]) : number(4, add(bytes));
      return Buffer.concat([number(2, tag), number(2, type), number(4, length), value]);
    });
    return add(Buffer.concat([number(2, fields.length), ...entries, number(4, 0)]));
  };
  const places: number[] = [];
  const ends: number[] = [];
  for (const page of pages) {
    places.push(addPage(page));
    ends.push(at - 4); // a directory has an even length
  }
  const file = Buffer.concat(parts);
  [4, ...ends.slice(0, -1)].forEach((end, i) => number(4, places[i]!).copy(file, end));
  return file;
}

/** The fields that every page of `samples` × `bits` has. */
export function pageFields(
  width: number,
  height: number,
  { samples = 3, bits = 8, photometric = 2, compression = 1, more = [] as readonly Field[] } = {},
): Field[] {
  const fields: Field[] = [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, Array.from({ length: samples }, () => bits)],
    [259, 3, [compression]],
    [262, 3, [photometric]],
    [277, 3, [samples]],
  ];
  return [...fields, ...more];
}
