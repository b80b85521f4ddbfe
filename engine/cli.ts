// The command line `deepliif`: parses options, calls engine functions, returns an exit code. It holds no logic of its
// own.

import { Command, CommanderError } from 'commander';
import { addBackendsCommand } from './cli/backendsCommand.js';
import { addDataCommand } from './cli/dataCommand.js';
import { addExportCommand } from './cli/exportCommand.js';
import { EXIT_CODES, EXIT_CODES_HELP, EXIT_OK } from './cli/exitCodes.js';
import { addInferCommand } from './cli/inferCommand.js';
import { addModelCommand } from './cli/modelCommand.js';
import { fail } from './cli/outcome.js';
import { addPostprocessCommand } from './cli/postprocessCommand.js';
import { addRunsCommand } from './cli/runsCommand.js';
import { addSweepCommand } from './cli/sweepCommand.js';
import { addSynthesiseCommand } from './cli/synthesiseCommand.js';
import { addTrainCommand } from './cli/trainCommand.js';
import { ENGINE_VERSION } from './files/engineVersion.js';

const program = new Command('deepliif')
  .description(
    'Virtual multiplex immunofluorescence, nucleus segmentation and scoring of IHC images ' +
      '(DeepLIIF: Ghahremani et al., Nature Machine Intelligence 2022). For research, not for diagnosis.',
  )
  .version(ENGINE_VERSION)
  .showSuggestionAfterError()
  .showHelpAfterError('("deepliif <command> --help" explains every option)')
  .addHelpText('after', `\n${EXIT_CODES_HELP}`)
  .exitOverride();

addInferCommand(program);
addPostprocessCommand(program);
addExportCommand(program);
addTrainCommand(program);
addDataCommand(program);
addRunsCommand(program);
addSweepCommand(program);
addSynthesiseCommand(program);
addModelCommand(program);
addBackendsCommand(program);
for (const command of program.commands) makeErrorsThrow(command);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT_OK : EXIT_CODES.usage;
  else fail(error, process.argv.includes('--json'));
}

/** Makes commander throw; otherwise it exits the process itself, with exit codes of its own. */
function makeErrorsThrow(command: Command): void {
  command
    .exitOverride()
    .showHelpAfterError('("deepliif --help" lists the commands; add --help for the options)');
  for (const child of command.commands) makeErrorsThrow(child);
}
