// The command line `deepliif`: parses options, calls engine functions, returns an exit code. It holds no logic of its
// own.

import { CommanderError } from 'commander';
import { EXIT_CODES, EXIT_OK } from './cli/exitCodes.js';
import { fail } from './cli/outcome.js';
import { makeProgram } from './cli/program.js';

try {
  await makeProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT_OK : EXIT_CODES.usage;
  else fail(error, process.argv.includes('--json'));
}
