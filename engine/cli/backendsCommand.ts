// `deepliif backends`: what computes on this machine, whether it computes right, and how fast.

import { Option, type Command } from 'commander';
import type { BackendId } from '../backends/backend.js';
import { listBackends } from '../analysis/listBackends.js';
import { backendIds } from '../backends/openBackend.js';
import type { BackendTest, ListedBackend } from '../protocol/backends.js';
import { EXIT_TEST_FAILED } from './exitCodes.js';
import { IN_PROCESS, slowSelfTest } from './slowSelfTest.js';
import { interruptible, openTerminal } from './terminal.js';

interface BackendsFlags {
  readonly only?: BackendId;
  readonly selfTest: boolean;
  readonly json?: true;
  readonly inProcess?: true;
}

/** Limit on the self-test of a slow backend. A tile that takes longer is of no use. */
const SLOWEST_TEST_MS = 60_000;

export function addBackendsCommand(program: Command): void {
  program
    .command('backends')
    .summary('list the backends of this machine and test them')
    .description(
      "Lists every backend, with the reason if it cannot run. The others compute the bundled model's test tile; their " +
        'images are compared with those that came with the model. A slow backend is tested if it is named, for a minute at most.',
    )
    .addOption(new Option('--only <id>', 'one backend').choices(backendIds()))
    .option('--no-self-test', 'list the backends without testing them')
    .option('--json', 'print one JSON document instead of text')
    .addOption(new Option(IN_PROCESS, 'test slow backends in this process').hideHelp())
    .action(async (flags: BackendsFlags) => {
      const terminal = openTerminal(flags.json === true);
      await interruptible(terminal, async (control) => {
        const backends = await listBackends(
          {
            selfTest: flags.selfTest,
            ...(flags.only ? { only: flags.only, slowTests: true } : {}),
            ...(flags.inProcess ? {} : { slowTest: (id, inner) => slowSelfTest(id, SLOWEST_TEST_MS, inner) }),
          },
          control,
        );
        terminal.end();
        if (flags.json) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, backends }, null, 1)}\n`);
        else for (const backend of backends) process.stdout.write(`${describe(backend)}\n`);
        if (backends.some((backend) => backend.available && backend.test?.pass === false))
          process.exitCode = EXIT_TEST_FAILED;
      });
    });
}

const INDENT = ' '.repeat(15);

function describe(backend: ListedBackend): string {
  const head = `${backend.available ? '✔' : '–'} ${backend.id.padEnd(12)} `;
  if (!backend.available) return `${head}${backend.reason}`;
  const { description, precisions, notices, test } = backend;
  return [
    `${head}${description} · ${precisions.join(', ')}`,
    ...notices,
    ...(test ? [verdict(test)] : []),
  ].join(`\n${INDENT}`);
}

function verdict({ pass, error, largestDifferenceLevels, equalShare, secondsPerTile }: BackendTest): string {
  if (error !== undefined) return `self-test FAILED: ${error}`;
  return (
    `self-test ${pass ? 'passed' : 'FAILED'}: largest difference ${largestDifferenceLevels} grey levels, ` +
    `${(100 * equalShare).toFixed(2)} % of pixels equal, ${secondsPerTile.toFixed(2)} s per tile`
  );
}
