// `deepliif sweep import`: the studies of an Optuna database as a journal.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { importDatabase } from '../studies/importDatabase.js';
import { interruptible, openTerminal } from './terminal.js';

interface ImportFlags {
  readonly out: string;
  readonly study?: string;
  readonly json?: true;
}

export function addSweepImport(sweep: Command): void {
  sweep
    .command('import')
    .summary('turn an Optuna database into a journal')
    .description(
      'Writes the studies of an SQLite database of Optuna (sqlite:///…) to a journal of Optuna: parameters, values, ' +
        'reports, attributes and times stay the same. The database is only read.',
    )
    .argument('<database>', 'a *.db or *.sqlite3 of Optuna 3 or later')
    .requiredOption('--out <path>', 'journal to write, *.log, or a folder for it')
    .option('--study <name>', 'import this study only (default: all)')
    .option('--json', 'print one JSON document instead of text')
    .action(importStudies);
}

async function importStudies(database: string, flags: ImportFlags): Promise<void> {
  const terminal = openTerminal(false);
  await interruptible(terminal, async (control) => {
    const { journal, studies } = await importDatabase(
      resolve(database),
      resolve(flags.out),
      flags.study,
      control,
    );
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ schemaVersion: 1, journal, studies }, null, 1)}\n`
        : `${[journal, ...studies.map(({ name, trials }) => `  ${name}: ${trials} trials`)].join('\n')}\n`,
    );
  });
}
