// `deepliif sweep`: searches for the best options of training, trial by trial. The study is an Optuna journal, so Optuna
// and its dashboard open it.

import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseJsonObject } from '../files/strictJson.js';
import { unwritable } from '../files/unwritable.js';
import { EngineError } from '../protocol/errors.js';
import { csvLines } from '../runlog/csvLines.js';
import { RUN_ATTR, REASON_ATTR } from '../studies/trialRun.js';
import { parametersOf, readSweepConfig } from '../studies/sweepConfig.js';
import { createSweep, JOURNAL_FILE, readSweep, studyOfSweep } from '../studies/sweepFolder.js';
import { workOnSweep } from '../studies/worker.js';
import { internalValue, type Choice } from '../sweep/distributions.js';
import { paretoFront } from '../sweep/domination.js';
import { fanova } from '../sweep/fanova.js';
import { externalValues } from '../sweep/parameters.js';
import { pedAnova } from '../sweep/pedAnova.js';
import type { StoredStudy, StoredTrial } from '../sweep/studyState.js';
import { bestTrial } from '../sweep/bestTrial.js';
import { wholeNumber } from './numbers.js';
import { QUEUE_OPTION, requireQueue, withQueue } from './sweepQueue.js';
import { interruptible, openTerminal } from './terminal.js';

const MOST_WORKERS = 64;
const CLI_WORKER = 'deepliif-command-line';

interface JsonFlag {
  readonly json?: true;
}

interface WorkFlags {
  readonly workers: number;
  readonly queue?: string;
}

export function addSweepCommand(program: Command): void {
  const sweep = program
    .command('sweep')
    .summary('search for the best options of training')
    .description(
      'Searches for the best options of training: each trial is an ordinary run. The study is a journal of Optuna ' +
        '(journal.log), which Optuna 5 and its dashboard open and continue.',
    );
  const workers = [
    '--workers <n>',
    'trials at the same time on this machine',
    wholeNumber(1, MOST_WORKERS),
    1,
  ] as const;
  sweep
    .command('start')
    .summary('start a sweep')
    .description(
      'Makes the folder of a sweep and works on it until it ends. Ctrl-C leaves it; "sweep resume" goes on.',
    )
    .argument('<config>', 'a *.deepliif-sweep.json')
    .option('--out <dir>', 'folder that gets the sweep’s folder (default: "out" of the configuration)')
    .option(...workers)
    .option(...QUEUE_OPTION)
    .action(start);
  for (const [name, summary] of [
    ['resume', 'go on with a sweep'],
    ['worker', 'work on a sweep that others work on, too'],
  ] as const) {
    const command = sweep
      .command(name)
      .summary(summary)
      .description(
        'Takes trials until the sweep ends. Any number of workers may share the folder, also from other machines; ' +
          'trials of workers that died are taken over within a minute.',
      )
      .argument('<sweep>', 'folder of the sweep')
      .option(...workers)
      .action((folder: string, flags: WorkFlags) => work(resolve(folder), flags));
    if (name === 'resume') command.option(...QUEUE_OPTION);
  }
  addReport(sweep, 'list', 'list the trials of a sweep', list);
  addReport(sweep, 'best', 'show the best trial, or the Pareto front', best);
  addReport(sweep, 'importance', 'show which parameters matter', importance);
  sweep
    .command('export')
    .summary('write the trials as CSV')
    .description('Writes a table with a row per trial: number, state, values, parameters, run.')
    .argument('<sweep>', 'folder of the sweep')
    .requiredOption('--csv <file>', 'file to write')
    .action(exportCsv);
  sweep
    .command('enqueue')
    .summary('add a trial of your own')
    .description('Adds a trial that a worker takes next. What you leave out is sampled.')
    .argument('<sweep>', 'folder of the sweep')
    .argument('<values>', 'JSON object: {"lrG": 0.0002, "norm": "instance"}')
    .action(enqueue);
}

function addReport(
  sweep: Command,
  name: string,
  summary: string,
  report: (study: StoredStudy, folder: string) => { readonly json: object; readonly text: readonly string[] },
): void {
  sweep
    .command(name)
    .summary(summary)
    .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
    .argument('<sweep>', 'folder of the sweep')
    .option('--json', 'print one JSON document instead of text')
    .action(async (folder: string, flags: JsonFlag) => {
      const { json, text } = report((await opened(folder)).study.state, resolve(folder));
      process.stdout.write(
        flags.json ? `${JSON.stringify({ schemaVersion: 1, ...json }, null, 1)}\n` : `${text.join('\n')}\n`,
      );
    });
}

async function start(file: string, flags: WorkFlags & { readonly out?: string }): Promise<void> {
  const config = await readSweepConfig(file);
  const out = flags.out === undefined ? config.out : resolve(flags.out);
  if (out === undefined) throw new EngineError('usage', 'Name the folder of sweeps: --out SWEEPS.');
  await requireQueue(flags.queue);
  const folder = await createSweep(config, out, new Date());
  process.stdout.write(`${folder}\n`);
  await work(folder, flags);
}

/** A worker mostly waits for its training process, so several share this one. */
async function work(folder: string, { workers, queue: address }: WorkFlags): Promise<void> {
  const terminal = openTerminal(false);
  await interruptible(terminal, async ({ signal }) => {
    const watch = { signal: signal as AbortSignal | undefined, note: (line: string) => terminal.note(line) };
    const reasons = await withQueue(address, { folder, workers, note: watch.note }, (queue) =>
      Promise.all(Array.from({ length: workers }, () => workOnSweep(folder, { ...watch, queue }))),
    );
    const { study } = await opened(folder);
    terminal.note(`The sweep ends. ${reasons[0]!}`);
    for (const line of best(study.state, folder).text) terminal.note(line);
  });
}

async function opened(folder: string) {
  const config = await readSweep(resolve(folder));
  return { config, study: await studyOfSweep(resolve(folder), config, CLI_WORKER) };
}

function list({ trials }: StoredStudy, folder: string) {
  return {
    json: { journal: join(folder, JOURNAL_FILE), trials: trials.map(describe) },
    text: [
      `${trials.length} trials. Optuna opens ${join(folder, JOURNAL_FILE)}.`,
      ...trials.map((trial) => `${String(trial.number).padStart(5)}  ${lineOf(trial)}`),
    ],
  };
}

function best(study: StoredStudy, folder: string) {
  const sole = bestTrial(study);
  const front =
    study.directions.length > 1 ? paretoFront(study.trials, study.directions) : sole ? [sole] : [];
  const title = study.directions.length > 1 ? `Pareto front: ${front.length} trials` : 'Best trial:';
  return {
    json: { trials: front.map(describe) },
    text:
      front.length === 0
        ? ['No trial is complete yet.']
        : [
            title,
            ...front.flatMap((trial) => [
              `  trial ${trial.number}  ${lineOf(trial)}`,
              ...runOf(trial, folder),
            ]),
          ],
  };
}

function importance(study: StoredStudy) {
  const [ped, forest] = [pedAnova(study).shares, fanova(study, 0).shares];
  const row = (name: string) =>
    `${name.padEnd(24)}${(ped.get(name) ?? 0).toFixed(3).padStart(12)}${(forest.get(name)?.toFixed(3) ?? '–').padStart(12)}`;
  return {
    json: { pedAnova: Object.fromEntries(ped), fanova: Object.fromEntries(forest) },
    text: [
      `${'parameter'.padEnd(24)}${'PED-ANOVA'.padStart(12)}${'fANOVA'.padStart(12)}`,
      ...[...ped.keys()].map(row),
    ],
  };
}

async function exportCsv(folder: string, { csv }: { readonly csv: string }): Promise<void> {
  const { study, config } = await opened(folder);
  const names = [...parametersOf(config).keys()];
  const objectives = config.objectives.map(({ metric }) => metric);
  const head = ['number', 'state', ...objectives, ...names, 'run', 'reason'];
  const rows = study.state.trials.map((trial) => {
    const { number, state, values, params, run, reason } = describe(trial);
    return [
      number,
      state,
      ...objectives.map((_, i) => values?.[i]),
      ...names.map((name) => textOf(params[name])),
      run,
      reason,
    ];
  });
  const file = resolve(csv);
  await writeFile(file, [...csvLines([head, ...rows])].join('')).catch((error: unknown) => {
    throw unwritable(file, error);
  });
  process.stdout.write(`${file}\n`);
}

async function enqueue(folder: string, text: string): Promise<void> {
  const values = parseJsonObject(Buffer.from(text), 'The values');
  const { study, config } = await opened(folder);
  const parameters = parametersOf(config);
  for (const [name, value] of Object.entries(values)) {
    const parameter = parameters.get(name);
    if (!parameter)
      throw new EngineError(
        'usage',
        `The sweep has no parameter ${name}. It has ${[...parameters.keys()].join(', ')}.`,
      );
    if (internalValue(parameter.distribution, value) === undefined)
      throw new EngineError('usage', `${name}: ${JSON.stringify(value)} is not in the space of the sweep.`);
  }
  process.stdout.write(`trial ${await study.enqueue(values)} waits for a worker\n`);
}

function describe(trial: StoredTrial) {
  const { number, state, values, params, distributions, userAttrs } = trial;
  return {
    number,
    state,
    ...(values ? { values } : {}),
    params: externalValues(distributions, params),
    ...(typeof userAttrs[RUN_ATTR] === 'string' ? { run: userAttrs[RUN_ATTR] } : {}),
    ...(typeof userAttrs[REASON_ATTR] === 'string' ? { reason: userAttrs[REASON_ATTR] } : {}),
  };
}

function lineOf(trial: StoredTrial): string {
  const { state, values, params, reason } = describe(trial);
  const tried = Object.entries(params).map(([name, value]) => `${name} ${textOf(value)}`);
  return [state, ...(values ?? []).map((value) => value.toPrecision(5)), tried.join(', '), reason ?? ''].join(
    '  ',
  );
}

function runOf(trial: StoredTrial, folder: string): readonly string[] {
  const { run } = describe(trial);
  return run === undefined ? [] : [`  → ${join(folder, run)}`];
}

function textOf(value: Choice | undefined): string | undefined {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return value === undefined || value === null ? undefined : String(value);
}
