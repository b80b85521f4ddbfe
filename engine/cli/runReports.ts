// `deepliif runs list|show|compare|export`: reports on training runs, for people and as JSON.

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EngineError } from '../protocol/errors.js';
import { compareRuns } from '../reading/compareRuns.js';
import { writeCsv } from '../reading/csv.js';
import { listRuns } from '../reading/listRuns.js';
import { readRun, readWholeRun } from '../reading/readRun.js';
import { summaryOf, type RunSummary, type ValueOfRun } from '../reading/runSummary.js';
import { runRows } from '../runlog/runRows.js';

interface JsonFlag {
  readonly json?: true;
}

export function addRunReports(runs: Command): void {
  const json = ['--json', 'print one JSON document instead of text'] as const;
  runs
    .command('list')
    .summary('the runs in a folder')
    .description('A line for each run: status, steps, losses, the best of the first metric.')
    .argument('<folder>', 'folder of run folders')
    .option(...json)
    .action(async (folder: string, flags: JsonFlag) => {
      const found = await summariesIn(resolve(folder));
      print(flags, { runs: found }, () => table([LIST_HEADINGS, ...found.map(listed)]));
    });
  runs
    .command('show')
    .summary('one run: its progress, losses, metrics, checkpoints and alarms')
    .description('Status, last and best values of losses and metrics, checkpoints, alarms.')
    .argument('<run>', 'folder of the run')
    .option(...json)
    .action(async (run: string, flags: JsonFlag) => {
      const read = await readRun(resolve(run));
      const summary = summaryOf(read);
      print(flags, { ...summary, asked: read.asked }, () => shown(summary));
    });
  runs
    .command('compare')
    .summary('the options in which runs differ, and the values they reached')
    .description(
      'Options that differ, then the last and the best value of every loss and metric of each run.',
    )
    .argument('<runs...>', 'folders of two runs or more')
    .option(...json)
    .action(async (folders: readonly string[], flags: JsonFlag) => {
      if (folders.length < 2) throw new EngineError('usage', 'Name two runs or more.');
      const read = [];
      for (const folder of folders) read.push(await readRun(resolve(folder)));
      const comparison = compareRuns(read);
      print(flags, comparison, () => compared(comparison));
    });
  runs
    .command('export')
    .summary('a model folder of a checkpoint, or the losses as a table')
    .description(
      'Writes a model folder for "deepliif infer --model", made of the best checkpoint if there is one, else of the ' +
        'last; or all losses, rates and metrics as CSV.',
    )
    .argument('<run>', 'folder of the run')
    .option('--out <folder>', 'the model folder; it must not exist')
    .option('--checkpoint <which>', 'best, last, a step, or the name of a checkpoint', 'best')
    .option('--csv <file>', 'the table')
    .option('--bom', 'begin the table with a byte order mark, for Excel')
    .option(...json)
    .action((run: string, flags: ExportFlags) => exported(resolve(run), flags));
}

/**
 * Runs by name, which begins with the time.
 * @throws EngineError `usage` if there is no such folder
 */
async function summariesIn(folder: string): Promise<readonly RunSummary[]> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new EngineError(
      'usage',
      `${folder} is no folder with runs. Name the folder that holds run folders.`,
    );
  const listed = [...(await listRuns([folder]))].sort((a, b) => (a.name < b.name ? -1 : 1));
  const summaries: RunSummary[] = [];
  // One after the other: whole curves may be long.
  for (const run of listed) summaries.push(summaryOf(await readWholeRun(run.folder)));
  return summaries;
}

interface ExportFlags extends JsonFlag {
  readonly out?: string;
  readonly checkpoint: string;
  readonly csv?: string;
  readonly bom?: true;
}

async function exported(run: string, { out, checkpoint, csv, bom, ...flags }: ExportFlags): Promise<void> {
  if (out === undefined && csv === undefined)
    throw new EngineError('usage', 'Say what to write: --out FOLDER for a model, --csv FILE for the losses.');
  const written: Record<string, unknown> = {};
  const lines: string[] = [];
  if (csv !== undefined) {
    const file = resolve(csv);
    await writeCsv(file, runRows((await readRun(run)).state), { bom: bom === true });
    written.csv = file;
    lines.push(file);
  }
  if (out !== undefined) {
    const { exportRun } = await import('../training/run/exportRun.js');
    const folder = resolve(out);
    const { checkpoint: from, step } = await exportRun(run, folder, checkpoint);
    written.model = { folder, checkpoint: from, step };
    lines.push(`${folder} (${from}, step ${step})`);
  }
  print(flags, written, () => `${lines.join('\n')}\n`);
}

function print({ json }: JsonFlag, document: object, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify({ schemaVersion: 1, ...document })}\n` : text());
}

const LIST_HEADINGS = ['run', 'status', 'step', 'epoch', 'generators', 'discriminators', 'best'];

function listed({ kind, name, problem, step, steps, epoch, losses, metrics, ...run }: RunSummary): string[] {
  const status = problem === undefined ? run.status : 'unreadable';
  const values = kind === 'run' ? metrics : { ...metrics, ...losses };
  const [metric] = Object.entries(values).filter(([, value]) => value.best);
  return [
    name,
    kind === 'run' ? status : 'TensorBoard',
    steps > 0 ? `${step}/${steps}` : String(step),
    kind === 'run' ? String(epoch) : '',
    lastText(losses['total/generators']),
    lastText(losses['total/discriminators']),
    metric ? `${metric[0]} ${digits(metric[1].best!.value)}` : '',
  ];
}

function shown(run: RunSummary): string {
  const { kind, name, folder, status, step, steps, epoch, backend, started, lastEvent, millisecondsLeft } =
    run;
  const facts = [
    ['status', kind === 'run' ? status : 'files of TensorBoard'],
    [
      'step',
      [steps > 0 ? `${step} of ${steps}` : step, ...(kind === 'run' ? [`epoch ${epoch}`] : [])].join(', '),
    ],
    ['started', started ?? ''],
    ['last event', lastEvent ?? ''],
    ['time left', millisecondsLeft === undefined ? '' : `${Math.ceil(millisecondsLeft / 60_000)} min`],
    ['backend', backend ?? ''],
    ['folder', folder],
  ].filter(([, value]) => value !== '');
  const values = Object.entries({ ...run.metrics, ...run.losses });
  return [
    `${name}\n`,
    table(facts),
    values.length > 0 ? `\n${table([['', 'last', 'best', 'at step'], ...values.map(valueLine)])}` : '',
    ...run.checkpoints.map(({ folder: place, why }) => `checkpoint ${place} (${why})\n`).slice(-5),
    ...run.alarms.map((alarm) => `alarm at step ${alarm.step}: ${alarm.message}\n`).slice(-5),
    ...run.problems.map((problem) => `${run.kind === 'run' ? 'events.jsonl, ' : ''}${problem}\n`).slice(0, 5),
  ].join('');
}

function valueLine([name, { last, nanSince, best }]: [string, ValueOfRun]): string[] {
  const lastOne = nanSince === undefined ? digits(last) : `not a number since step ${nanSince}`;
  return [name, lastOne, digits(best?.value), best ? String(best.step) : ''];
}

function compared({ runs, differences, values }: ReturnType<typeof compareRuns>): string {
  const names = runs.map(({ name }) => name);
  const options = differences.map(({ option, values: of }) => [option, ...of.map(optionText)]);
  const numbers = values.map(({ name, of, winner }) => [
    name,
    ...of.map((value, i) => `${digits(value?.best?.value)}${i === winner ? ' *' : ''}`),
  ]);
  return (
    `${table([['option', ...names], ...options])}\n` +
    `${table([['best value (* of all)', ...names], ...numbers])}`
  );
}

function optionText(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function lastText(value: ValueOfRun | undefined): string {
  return value?.nanSince === undefined ? digits(value?.last) : 'NaN';
}

function digits(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : value.toPrecision(4);
}

/** Columns under one another. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
