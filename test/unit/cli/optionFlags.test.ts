// Flags made of a table of options: the values that they give, and their error messages.

import assert from 'node:assert/strict';
import { Command } from 'commander';
import { addOptionFlags, givenOptions } from '../../../engine/cli/optionFlags.js';
import type { OptionTable } from '../../../engine/options/optionKinds.js';

const TABLE = {
  flip: { kind: 'flag', default: true, group: 'data', description: 'turn samples over' },
  netG: { kind: 'word', pattern: /^unet$/, expected: 'unet', group: 'networks', description: 'generators' },
  ngf: { kind: 'whole', least: 1, most: 9, default: 4, group: 'networks', description: 'filters' },
  segWeights: { kind: 'numbers', least: 0, most: 1, group: 'objective', description: 'weights' },
  names: {
    kind: 'words',
    pattern: /^[a-z]+$/,
    expected: 'small letters',
    group: 'data',
    description: 'names',
  },
  leaveOut: {
    kind: 'words',
    pattern: /^[a-z]+$/,
    expected: 'small letters',
    default: [],
    group: 'data',
    description: 'images',
  },
} as const satisfies OptionTable;

function command(): Command {
  const made = new Command('train').exitOverride().configureOutput({ writeErr: () => undefined });
  made.option('--json');
  addOptionFlags(made, TABLE);
  return made;
}

function given(...words: string[]) {
  return givenOptions(TABLE, command().parse(words, { from: 'user' }).opts());
}

describe('flags of a table of options', () => {
  it('give the values of the flags and nothing else', () => {
    assert.deepEqual(given('--json'), {});
    assert.deepEqual(given('--ngf', '3', '--seg-weights', '0.5,0.5', '--names', 'a,b', '--no-flip'), {
      ngf: 3,
      segWeights: [0.5, 0.5],
      names: ['a', 'b'],
      flip: false,
    });
    assert.deepEqual(given('--flip'), { flip: true }); // it overrides a file that says false
  });

  for (const [words, message] of [
    [['--ngf', '10'], /'--ngf <n>' argument '10' is invalid\. a whole number from 1 to 9 expected, not 10\./],
    [['--ngf', 'x'], /a whole number from 1 to 9 expected, not "x"/],
    [['--ngf', ''], /a whole number from 1 to 9 expected, not ""/],
    [['--net-g', 'vit'], /unet expected, not "vit"/],
    [['--seg-weights', '0.5,2'], /invalid\. a number from 0 to 1 expected, not 2/],
  ] as const)
    it(`refuse ${words.join(' ')}`, () => assert.throws(() => given(...words), { message }));

  it('name in their help the defaults, and of a switch the form that differs from the default', () => {
    const help = command().helpInformation();
    assert.match(help, /--ngf <n> +filters \(default: 4\)/);
    assert.match(help, /--leave-out <names> +images \(default: none\)/);
    assert.match(help, /--no-flip +do not turn samples over/);
    assert.doesNotMatch(help, /--flip/);
  });
});
