// `deepliif export`: results for spreadsheets, QuPath, programs and people.

import { basename, join, resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { exporterNamed, exportResult, listExporters } from '../exports/exportResult.js';
import { EngineError } from '../protocol/errors.js';
import type { ExportedResult } from '../protocol/requests.js';
import { addHelpLines } from './help.js';
import { parseMpp } from './numbers.js';
import { addPluginOption } from './pluginOption.js';
import { oneByOne, reportOutcomes, stoppedJson, type Outcomes } from './outcome.js';
import { interruptible, openTerminal } from './terminal.js';

interface ExportFlags {
  readonly format: string;
  readonly mpp?: number;
  readonly out?: string;
  readonly bom?: true;
  readonly json?: true;
}

export function addExportCommand(program: Command): void {
  const forms = listExporters();
  const command = program
    .command('export')
    .summary('write results for spreadsheets, QuPath or printing')
    .description(
      'Writes results in a format for other programs. Classes that were set by hand are applied. QuPath reads cells as ' +
        'GeoJSON with File > Import objects from file.',
    )
    .argument('<result...>', 'result folders, as `deepliif infer` writes them')
    .requiredOption('--format <f>', 'format of the export, listed below, or one of a plug-in')
    .option(
      '--mpp <µm>',
      'micrometres per pixel, for areas and lengths (default: the value in the image file)',
      parseMpp,
    )
    .option(
      '--out <file|dir>',
      'file to write (of one result), or folder for files <result>.cells.csv and so on (default: the result folder)',
    )
    .option(
      '--bom',
      'begin a CSV or TSV file with a byte order mark, which Excel needs for letters such as µ',
    )
    .option('--json', 'print one JSON document instead of text')
    .action((folders: string[], flags: ExportFlags) => exportAll(folders, flags));
  addPluginOption(command);
  addHelpLines(
    command,
    'Formats:',
    forms.map(({ id, title, detail }) => `${id}: ${title}. ${detail}`),
  );
}

async function exportAll(folders: readonly string[], flags: ExportFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const places = await placesOf(folders, flags);
    const { format, mpp, bom } = flags;
    const done = await oneByOne(
      places,
      ({ folder }) => folder,
      async ({ folder, file }) => {
        const params = { folder, format, file, ...(mpp ? { mpp } : {}), ...(bom ? { bom } : {}) };
        const exported = await exportResult(params, control);
        terminal.note(`${folder}: ${exported.cells} cells\n  → ${exported.files.join('\n  → ')}`);
        return exported;
      },
      ({ message }) => terminal.note(message),
    );
    if (flags.json) printJson(done);
    reportOutcomes(done);
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

function printJson(done: Outcomes<ExportedResult>): void {
  const results = done.outcomes.map(({ path, done: exported, failure }) =>
    failure
      ? { folder: path, error: failure }
      : { folder: path, files: exported!.files, cells: exported!.cells },
  );
  process.stdout.write(`${JSON.stringify({ schemaVersion: 1, results, ...stoppedJson(done) }, null, 1)}\n`);
}
