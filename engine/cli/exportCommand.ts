// `deepliif export`: results for spreadsheets, QuPath, programs and people.

import { basename, join, resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { exporterNamed, exportResult, listExporters } from '../exports/exportResult.js';
import { EngineError } from '../protocol/errors.js';
import type { ExportedResult } from '../protocol/requests.js';
import { parseMpp } from './numbers.js';
import { reportFailures, type Failure } from './outcome.js';
import { interruptible, openTerminal } from './terminal.js';

interface ExportFlags {
  readonly format: string;
  readonly mpp?: number;
  readonly out?: string;
  readonly json?: true;
}

interface Outcome {
  readonly folder: string;
  readonly exported?: ExportedResult;
  readonly failure?: Failure;
}

export function addExportCommand(program: Command): void {
  const forms = listExporters();
  program
    .command('export')
    .summary('write results for spreadsheets, QuPath or printing')
    .description(
      'Writes results in a format for other programs. Classes that were set by hand are applied. QuPath reads cells as ' +
        'GeoJSON with File > Import objects from file.',
    )
    .argument('<result...>', 'result folders, as `deepliif infer` writes them')
    .addOption(
      new Option('--format <f>', 'format of the export, listed below')
        .choices(forms.map(({ id }) => id))
        .makeOptionMandatory(),
    )
    .option(
      '--mpp <µm>',
      'micrometres per pixel, for areas and lengths (default: the value in the image file)',
      parseMpp,
    )
    .option(
      '--out <file|dir>',
      'file to write (of one result), or folder for files <result>.cells.csv and so on (default: the result folder)',
    )
    .option('--json', 'print one JSON document instead of text')
    .addHelpText(
      'after',
      `
Formats:
${forms.map(({ id, title, detail }) => `  ${id.padEnd(10)}${title}. ${detail}`).join('\n')}

Examples:
  deepliif export results/tile --format csv --mpp 0.25
  deepliif export results/* --format geojson --out for-qupath/
  deepliif export results/tile --format html --out report.html`,
    )
    .action((folders: string[], flags: ExportFlags) => exportAll(folders, flags));
}

async function exportAll(folders: readonly string[], flags: ExportFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const places = await placesOf(folders, flags);
    const outcomes: Outcome[] = [];
    for (const { folder, file } of places) {
      try {
        const params = { folder, format: flags.format, file, ...(flags.mpp ? { mpp: flags.mpp } : {}) };
        const exported = await exportResult(params, control);
        terminal.note(`${folder}: ${exported.cells} cells\n  → ${exported.files.join('\n  → ')}`);
        outcomes.push({ folder, exported });
      } catch (error) {
        // A result that cannot be read does not stop the others; a full disk does.
        if (!(error instanceof EngineError) || error.code !== 'usage') throw error;
        terminal.note(error.message);
        outcomes.push({ folder, failure: { image: folder, code: error.code, message: error.message } });
      }
    }
    if (flags.json) printJson(outcomes);
    reportFailures(outcomes.flatMap(({ failure }) => failure ?? []));
  });
}

/** Finds the file of each result. Throws `usage` if two would be written over each other. */
async function placesOf(
  folders: readonly string[],
  { out, format }: ExportFlags,
): Promise<readonly { readonly folder: string; readonly file: string }[]> {
  const { ending } = exporterNamed(format);
  const intoFolder = out === undefined || folders.length > 1 || /[/\\]$/.test(out) || (await isFolder(out));
  const places = folders.map((given) => {
    const folder = resolve(given);
    const fileName = `${basename(folder)}${ending}`;
    return { folder, file: resolve(intoFolder ? join(out ?? folder, fileName) : out) };
  });
  const twice = places.find(({ file }, i) => places.findIndex((other) => other.file === file) < i);
  if (twice)
    throw new EngineError(
      'usage',
      `Two results would be written to ${twice.file}: their folders have the same name. Export them one by one, ` +
        'each with its own --out.',
    );
  return places;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function printJson(outcomes: readonly Outcome[]): void {
  const results = outcomes.map(({ folder, exported, failure }) =>
    failure
      ? { folder, error: { code: failure.code, message: failure.message } }
      : { folder, files: exported!.files, cells: exported!.cells },
  );
  process.stdout.write(`${JSON.stringify({ schemaVersion: 1, results }, null, 1)}\n`);
}
