// All commands of `deepliif`, with their help. Nothing runs before the program is asked to parse.

import { Command } from 'commander';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { addBackendsCommand } from './backendsCommand.js';
import { addClassicalCommand } from './classicalCommand.js';
import { addDataCommand } from './dataCommand.js';
import { addDistanceCommand } from './distanceCommand.js';
import { EXAMPLES } from './examples.js';
import { EXIT_CODE_LINES } from './exitCodes.js';
import { addEvaluateCommand } from './evaluateCommand.js';
import { addExportCommand } from './exportCommand.js';
import { addExamples, addHelpLines, setUpHelp } from './help.js';
import { addInferCommand } from './inferCommand.js';
import { addModelCommand } from './modelCommand.js';
import { addPluginsCommand } from './pluginsCommand.js';
import { addPostprocessCommand } from './postprocessCommand.js';
import { addRunsCommand } from './runsCommand.js';
import { addStyleCommand } from './styleCommand.js';
import { addSweepCommand } from './sweepCommand.js';
import { addSynthesiseCommand } from './synthesiseCommand.js';
import { addTrainCommand } from './trainCommand.js';
import { addWorkerCommand } from './workerCommand.js';

export function makeProgram(): Command {
  const program = new Command('deepliif')
    .description(
      'Virtual multiplex immunofluorescence, nucleus segmentation and scoring of IHC images ' +
        '(DeepLIIF: Ghahremani et al., Nature Machine Intelligence 2022). For research, not for diagnosis.',
    )
    .version(ENGINE_VERSION)
    .showSuggestionAfterError();
  setUpHelp(program);
  addInferCommand(program);
  addPostprocessCommand(program);
  addExportCommand(program);
  addEvaluateCommand(program);
  addClassicalCommand(program);
  addStyleCommand(program);
  addDistanceCommand(program);
  addTrainCommand(program);
  addDataCommand(program);
  addRunsCommand(program);
  addSweepCommand(program);
  addWorkerCommand(program);
  addSynthesiseCommand(program);
  addModelCommand(program);
  addPluginsCommand(program);
  addBackendsCommand(program);
  addHelpLines(program, 'Exit codes:', EXIT_CODE_LINES);
  finish(program, '');
  program.showHelpAfterError('("deepliif <command> --help" explains every option)');
  return program;
}

/** Makes commander throw; otherwise it exits the process itself, with exit codes of its own. */
function finish(command: Command, path: string): void {
  command
    .exitOverride()
    .showHelpAfterError('("deepliif --help" lists the commands; add --help for the options)');
  addExamples(command, EXAMPLES[path] ?? []);
  for (const child of command.commands) finish(child, `${path} ${child.name()}`.trim());
}
