// `deepliif verify`: runs the plan of a result again and compares what comes out. It ends with 0 if all is equal and with 1
// if something differs, as `diff` does.

import type { Command } from 'commander';
import { verifyResult } from '../plans/verifyResult.js';
import { EngineError } from '../protocol/errors.js';
import { verificationText } from '../protocol/verificationText.js';
import { analyse, closeAnalyser } from '../requests/analyse.js';
import { backendOption } from './backendOption.js';
import { EXIT_DIFFERS, EXIT_OK, EXIT_VERIFY_DEFECT } from './exitCodes.js';
import { fail } from './outcome.js';
import { addPluginOption } from './pluginOption.js';
import { tellDifferences } from './runPlanCommand.js';
import { interruptible, openTerminal } from './terminal.js';

interface VerifyFlags {
  readonly model?: string;
  readonly backend?: string;
  readonly strict?: true;
  readonly json?: true;
}

export function addVerifyCommand(program: Command): void {
  const command = program
    .command('verify')
    .summary('repeat an analysis and compare it with its result')
    .description(
      'Runs the plan of a result again, in a scratch folder, and compares pictures, cells and scores. The result stays as ' +
        'it is. Ends with 0 if all is equal, and with 1 if something differs.',
    )
    .argument('<result>', 'result folder')
    .optionsGroup('Model:')
    .option('--model <dir>', 'model folder, if the plan’s own is elsewhere now')
    .addOption(backendOption())
    .optionsGroup('Input and output:')
    .option('--strict', 'stop with an error if image, model, backend, version or plug-ins differ')
    .option('--json', 'print one JSON document instead of text')
    .action((folder: string, flags: VerifyFlags) => verify(folder, flags));
  addPluginOption(command.optionsGroup('Plug-ins:'));
}

async function verify(folder: string, flags: VerifyFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  const { model, backend } = flags;
  try {
    const verification = await interruptible(terminal, (control) =>
      verifyResult(folder, { model, backend }, analyse, control, (differences) =>
        tellDifferences(differences, flags.strict === true, terminal),
      ),
    );
    const text = flags.json
      ? JSON.stringify({ schemaVersion: 1, result: folder, ...verification }, null, 1)
      : verificationText(verification);
    process.stdout.write(`${text}\n`);
    process.exitCode = verification.isEqual ? EXIT_OK : EXIT_DIFFERS;
  } catch (error) {
    if (error instanceof EngineError) throw error;
    fail(error, flags.json === true);
    process.exitCode = EXIT_VERIFY_DEFECT;
  } finally {
    await closeAnalyser();
  }
}
