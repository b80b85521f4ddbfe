// Writer of CSV files that are exported from a record: the file is replaced as a whole, or stays unchanged.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unwritable } from '../files/unwritable.js';
import { makeBeside } from '../files/writeBeside.js';
import { csvLines, type CsvRow } from '../runlog/csvLines.js';

/** `bom`: begin with a byte order mark, for spreadsheets. @throws EngineError `output-unwritable` */
export async function writeCsv(file: string, rows: Iterable<CsvRow>, { bom = false } = {}): Promise<void> {
  await makeBeside(file, (temporary) =>
    pipeline(Readable.from(csvLines(rows, { bom })), createWriteStream(temporary, { flags: 'wx' })).catch(
      (error: unknown) => {
        throw unwritable(file, error);
      },
    ),
  );
}
