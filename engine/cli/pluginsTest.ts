// `deepliif plugins test`: the checks that authors of plug-ins run. The code of the plug-in runs.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CheckOutcome, PluginReport } from '../conformance/testPlugin.js';
import { EXIT_CODES } from './exitCodes.js';
import { interruptible, openTerminal } from './terminal.js';

interface TestFlags {
  readonly image?: readonly string[];
  readonly timeout?: number;
  readonly all?: true;
  readonly json?: true;
}

export function addPluginsTest(plugins: Command): void {
  const images = (path: string, earlier: readonly string[] = []) => [...earlier, path];
  plugins
    .command('test')
    .summary('test a plug-in with more than 100 checks')
    .description(
      'Tests a plug-in: its declaration, its module, and every function with inputs of all kinds. Its code runs. Ends with ' +
        'exit code 9 if a check fails.',
    )
    .argument('<dir>', 'folder of the plug-in, with a package.json')
    .option('--image <file>', 'file that its image reader reads; may be given several times', images)
    .option('--timeout <s>', 'seconds that a call may take (default: 30)', seconds)
    .option('--all', 'list checks that passed, and those with nothing to check, too')
    .option('--json', 'print one JSON document instead of text')
    .action(run);
}

function seconds(text: string): number {
  return Math.min(600, Math.max(1, Number(text) || 30));
}

async function run(folder: string, { image = [], timeout = 30, all, json }: TestFlags): Promise<void> {
  const terminal = openTerminal(json === true);
  await interruptible(terminal, async (control) => {
    const { testPlugin } = await import('../conformance/testPlugin.js');
    const limits = { timeoutMs: timeout * 1000, images: image.map((path) => resolve(path)) };
    const report = await testPlugin(folder, limits, control);
    terminal.end();
    const text = json
      ? JSON.stringify({ schemaVersion: 1, ...totals(report), ...report }, null, 1)
      : reportText(report, all === true);
    process.stdout.write(`${text}\n`);
    if (report.checks.some(({ state }) => state === 'failed')) process.exitCode = EXIT_CODES['plugin-failed'];
  });
}

const MARKS = { passed: '✔', failed: '✘', 'not-applicable': '–' } as const;

/** Report for a terminal: checks that failed, with what to do; all checks if asked for. */
export function reportText(report: PluginReport, all: boolean): string {
  const { passed, failed, notApplicable } = totals(report);
  // A function that throws fails many checks: its sentence is told once.
  const told = new Set<string>();
  const lines = report.checks
    .filter(({ state }) => all || state === 'failed')
    .flatMap(({ id, group, title, state, faults, advice }: CheckOutcome) => {
      const fresh = faults.filter((fault) => !told.has(fault));
      for (const fault of faults) told.add(fault);
      return [
        `${MARKS[state]} ${group}: ${title} [${id}]`,
        ...fresh.map((fault) => `    ${fault}`),
        ...(fresh.length < faults.length ? ['    (and what is told above)'] : []),
        ...(advice === undefined || fresh.length === 0 ? [] : [`    → ${advice}`]),
      ];
    });
  const total = `${report.checks.length} checks: ${passed} passed, ${failed} failed, ${notApplicable} not applicable`;
  return [report.plugin, report.folder, '', ...lines, ...(lines.length > 0 ? [''] : []), total].join('\n');
}

export function totals({ checks }: PluginReport): {
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
} {
  const count = (wanted: CheckOutcome['state']) => checks.filter(({ state }) => state === wanted).length;
  return { passed: count('passed'), failed: count('failed'), notApplicable: count('not-applicable') };
}
