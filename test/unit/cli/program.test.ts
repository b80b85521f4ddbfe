// Help of every command, as a terminal of 80 columns shows it.

import assert from 'node:assert/strict';
import type { Command } from 'commander';
import { EXAMPLES } from '../../../engine/cli/examples.js';
import { makeProgram } from '../../../engine/cli/program.js';

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (piece) => void (text += piece), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return text;
}

function commandsOf(command: Command, path = ''): readonly (readonly [string, Command])[] {
  const below = command.commands.flatMap((child) => commandsOf(child, `${path} ${child.name()}`.trim()));
  return [[path, command], ...below];
}

const commands = commandsOf(makeProgram());

describe('the help of', () => {
  for (const [path, command] of commands)
    it(`deepliif ${path}`.trim().concat(' fits into 80 columns and ends in examples'), () => {
      const text = helpOf(command);
      assert.deepEqual(
        text.split('\n').filter((line) => line.length > 80),
        [],
      );
      const [, examples] = text.split('\nExamples:\n');
      assert.deepEqual(
        examples
          ?.trimEnd()
          .split('\n')
          .map((line) => line.slice(2)),
        EXAMPLES[path]?.flatMap((example) => example.split('\n')),
      );
      assert.match(examples!, new RegExp(`^ {2}deepliif ${path}`));
    });

  it('train groups its options', () => {
    const text = helpOf(commands.find(([path]) => path === 'train')![1]);
    for (const heading of ['Run:', 'Data:', 'Networks:', 'Objective:', 'Optimisation:'])
      assert.ok(text.includes(`\n${heading}\n`), heading);
  });

  it('every command has its examples, and no other', () =>
    assert.deepEqual(Object.keys(EXAMPLES).sort(), commands.map(([path]) => path).sort()));
});

describe('the examples of', () => {
  for (const [path, command] of commands)
    it(`deepliif ${path}`.trim().concat(' name options that there are'), () => {
      const known = new Map(commands.map(([name, one]) => [name, one.options.map(({ long }) => long)]));
      for (const example of EXAMPLES[path] ?? []) {
        const words = example.replaceAll('\\\n', ' ').split(/\s+/);
        const name = [words.slice(1, 3).join(' '), words[1]!].find((one) => known.has(one))!;
        const options = [...known.get(name)!, '--help'];
        for (const word of words.filter((one) => one.startsWith('--')))
          assert.ok(options.includes(word), `${command.name()}: ${word}`);
      }
    });
});
