// Contributions whose code runs in this process, for tests of what the engine makes of answers.

import type { Contribution, ContributionKind, Plugin } from '../../../../engine/protocol/plugins.js';
import type { ContributedCode } from '../../../../engine/plugins/kinds/contributed.js';

export const PLUGIN: Plugin = {
  id: 'acme.example',
  title: 'Example',
  version: '1.2.3',
  folder: '/plugins/example',
  contributes: { api: 1 },
  problems: [],
  isUsed: true,
};

type Methods = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A contribution with its functions. */
export function contribution<K extends ContributionKind>(
  kind: K,
  declared: Contribution<K>,
  methods: Methods,
): ContributedCode<K> {
  return {
    plugin: { ...PLUGIN, contributes: { api: 1, [kind]: [declared] } },
    contribution: declared,
    code: {
      call: async (_kind, _id, method, args) => methods[method]!(...(structuredClone(args) as never[])),
    },
  };
}
