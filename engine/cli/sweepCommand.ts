// `deepliif sweep`: searches for the best options of training, trial by trial. The study is an Optuna journal, so Optuna
// and its dashboard open it.

import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { MOST_SWEEP_WORKERS } from '../protocol/sweeps.js';
import { reachServer } from '../queues/reachServer.js';
import { addressOfQueue, workWith } from '../queues/sweepWithQueue.js';
import { readControl } from '../reading/controlFile.js';
import { writeCsv } from '../reading/csv.js';
import { endOfStudy } from '../reading/endOfStudy.js';
import { RUN_ATTR } from '../reading/glanceSweep.js';
import { JOURNAL_FILE } from '../reading/sweepRecord.js';
import { REASON_ATTR } from '../studies/trialAttributes.js';
import { parametersOf } from '../studies/sweepConfig.js';
import {
  makeSweep,
  requireNoProcess,
  resumeSweep,
  startSweepProcess,
  type QueueToUse,
} from '../studies/startSweep.js';
import { readSweep, studyOfSweep } from '../studies/sweepFolder.js';
import { openSweepLog } from '../studies/sweepLog.js';
import { DRAINED, workOnSweep, type WorkerWatch } from '../studies/worker.js';
import type { Choice } from '../sweep/distributions.js';
import { paretoFront } from '../sweep/domination.js';
import { fanova } from '../sweep/fanova.js';
import { externalValues } from '../sweep/parameters.js';
import { pedAnova } from '../sweep/pedAnova.js';
import type { StoredStudy, StoredTrial } from '../sweep/studyState.js';
import { bestTrial } from '../sweep/bestTrial.js';
import { addPluginOption } from './pluginOption.js';
import { pluginFolders } from '../plugins/usedPlugins.js';
import { wholeNumber } from './numbers.js';
import { addSweepImport } from './sweepImport.js';
import { addSweepSteering } from './sweepSteering.js';
import { interruptible, openTerminal } from './terminal.js';

const CLI_WORKER = 'deepliif-command-line';

interface JsonFlag {
  readonly json?: true;
}

interface WorkFlags {
  readonly workers: number;
}

export function addSweepCommand(program: Command): void {
  const sweep = program
    .command('sweep')
    .summary('search for the best options of training')
    .description(
      'Searches for the best options of training: each trial is an ordinary run. The study is a journal of Optuna ' +
        '(journal.log), which Optuna 5 and its dashboard open and continue. A sweep is steered while it works, from any ' +
        'machine that sees its folder. See docs/sweeps.md.',
    );
  const workers = (standard?: number) =>
    [
      '--workers <n>',
      standard === undefined
        ? 'trials at the same time on this machine, or in the queue (default: 1, as before, or as many as the workers of ' +
          'the queue train)'
        : 'trials at the same time on this machine',
      wholeNumber(1, MOST_SWEEP_WORKERS),
      ...(standard === undefined ? [] : [standard]),
    ] as const;
  const queue = [
    '--queue <address>',
    'give the trials to "deepliif worker" on other machines: redis://HOST:PORT or postgres://USER@HOST/DATABASE; the ' +
      'password may be in DEEPLIIF_QUEUE_PASSWORD',
  ] as const;
  const detach = [
    '--detach',
    'work in a process of its own, which outlives this terminal; returns when it has begun',
  ] as const;
  addPluginOption(
    sweep
      .command('start')
      .summary('start a sweep')
      .description(
        'Makes the folder of a sweep and works on it until it ends. Ctrl-C leaves it; "sweep resume" goes on.',
      )
      .argument('<config>', 'a *.deepliif-sweep.json')
      .option('--out <dir>', 'folder that gets the sweep’s folder (default: "out" of the configuration)')
      .option(...workers())
      .option(...queue)
      .option(...detach)
      .action(start),
  );
  addPluginOption(
    sweep
      .command('resume')
      .summary('go on with a sweep')
      .description(
        'Goes on with a sweep that was left, paused or drained, or whose process died, with as many workers as before. ' +
          'Trials whose worker died are taken over.',
      )
      .argument('<sweep>', 'folder of the sweep')
      .option(...workers())
      .option(...queue)
      .option(...detach)
      .action(resume),
  );
  addPluginOption(
    sweep
      .command('worker')
      .summary('work on a sweep that others work on, too')
      .description(
        'Takes trials until the sweep ends or is drained. Any number of workers may share the folder, also from other ' +
          'machines; trials of workers that died are taken over within a minute.',
      )
      .argument('<sweep>', 'folder of the sweep')
      .option(...workers(1))
      .action(helpOut),
  );
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
  addSweepImport(sweep);
  addSweepSteering(sweep);
}

interface Report {
  readonly json: object;
  readonly text: readonly string[];
}

function addReport(
  sweep: Command,
  name: string,
  summary: string,
  report: (study: StoredStudy, folder: string) => Report | Promise<Report>,
): void {
  sweep
    .command(name)
    .summary(summary)
    .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
    .argument('<sweep>', 'folder of the sweep')
    .option('--json', 'print one JSON document instead of text')
    .action(async (folder: string, flags: JsonFlag) => {
      const { json, text } = await report((await opened(folder)).study.state, resolve(folder));
      process.stdout.write(
        flags.json ? `${JSON.stringify({ schemaVersion: 1, ...json }, null, 1)}\n` : `${text.join('\n')}\n`,
      );
    });
}

interface MachineFlags extends Partial<WorkFlags> {
  readonly queue?: string;
  readonly detach?: true;
}

async function start(file: string, flags: MachineFlags & { readonly out?: string }): Promise<void> {
  const out = flags.out === undefined ? undefined : resolve(flags.out);
  const queue = await queueOf(flags); // a sweep without its queue gets no folder
  const folder = await makeSweep({ config: resolve(file), out, workers: flags.workers ?? 1 });
  process.stdout.write(`${folder}\n`);
  await workHere(folder, flags, queue);
}

async function resume(given: string, flags: MachineFlags): Promise<void> {
  const folder = resolve(given);
  const queue = await queueOf(flags);
  if (queue && flags.detach) await requireNoProcess(folder);
  await resumeSweep(folder, flags.workers);
  await workHere(folder, flags, queue);
}

/** @throws EngineError `usage`, `backend-unavailable` if its server cannot be used */
async function queueOf({ queue: address, workers }: MachineFlags): Promise<QueueToUse | undefined> {
  if (address === undefined) return undefined;
  await reachServer(addressOfQueue(address));
  return { address, followsWorkers: workers === undefined };
}

async function workHere(folder: string, { detach }: MachineFlags, queue?: QueueToUse): Promise<void> {
  if (detach) await startSweepProcess(folder, undefined, queue, pluginFolders());
  else await work(folder, (watch) => workWith(queue, folder, watch));
}

/** A worker mostly waits for its training process, so several share this one. */
async function helpOut(given: string, { workers }: WorkFlags): Promise<void> {
  const folder = resolve(given);
  await work(folder, async (watch) => {
    const each = Array.from({ length: workers }, () => workOnSweep(folder, watch));
    return (await Promise.all(each))[0]!;
  });
}

async function work(folder: string, until: (watch: WorkerWatch) => Promise<string>): Promise<void> {
  const terminal = openTerminal(false);
  const log = openSweepLog(folder);
  await interruptible(terminal, async ({ signal }) => {
    const note = (line: string) => {
      terminal.note(line);
      log(line);
    };
    const reason = await until({ signal: signal as AbortSignal | undefined, note });
    const { study } = await opened(folder);
    note(reason === DRAINED ? reason : `The sweep ends. ${reason}`);
    for (const line of best(study.state, folder).text) terminal.note(line);
  });
}

async function opened(folder: string) {
  const config = await readSweep(resolve(folder));
  return { config, study: await studyOfSweep(resolve(folder), config, CLI_WORKER) };
}

async function list(study: StoredStudy, folder: string): Promise<Report> {
  const { trials } = study;
  const { control, problem } = await readControl(folder);
  const end = endOfStudy(study);
  const journal = join(folder, JOURNAL_FILE);
  return {
    json: {
      ...{ journal, phase: control.phase, workers: control.workers },
      ...(end ? { ended: end.reason } : {}),
      trials: trials.map(describe),
    },
    text: [
      `${trials.length} trials. Optuna opens ${journal}.`,
      ...(problem === undefined ? [] : [problem]),
      ...(end ? [`The sweep has ended. ${end.reason}`] : []),
      ...(!end && control.phase !== 'working' ? [`The sweep is ${control.phase}.`] : []),
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
      ...names.map((name) => cellOf(params[name])),
      run,
      reason,
    ];
  });
  const file = resolve(csv);
  await writeCsv(file, [head, ...rows]);
  process.stdout.write(`${file}\n`);
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

/** All digits of a number: a copied value makes the same trial again. */
function cellOf(value: Choice | undefined): string | number | null | undefined {
  return typeof value === 'boolean' ? String(value) : value;
}

function textOf(value: Choice): string {
  return String(typeof value === 'number' ? Number(value.toPrecision(6)) : value);
}
