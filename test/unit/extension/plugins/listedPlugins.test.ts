// A plug-in is used if nothing is wrong with it, its user has not switched it off, and the workspace is trusted.

import assert from 'node:assert/strict';
import type { Plugin } from '../../../../engine/protocol/plugins.js';
import {
  contributedBy,
  listedPlugins,
  type ListConditions,
} from '../../../../extension/plugins/listedPlugins.js';
import { brokenText, pluginDescription } from '../../../../extension/plugins/pluginText.js';

const panel = (id: string) => ({ id, title: id, of: 'result' as const, script: 'page.js' });
const plugin = (id: string, more: Partial<Plugin> = {}): Plugin => ({
  ...{ id, title: id.toUpperCase(), version: '1.0.0', folder: `/${id}`, problems: [], isUsed: true },
  contributes: { api: 1, panels: [panel(`${id}-panel`)] },
  ...more,
});
const trusted: ListConditions = { off: [], isTrusted: true, checked: [] };

describe('listed plug-ins', () => {
  const stateOf = (one: Plugin, conditions: Partial<ListConditions> = {}) =>
    listedPlugins([one], { ...trusted, ...conditions })[0]!.state;

  it('are used in a trusted workspace, and wait for trust in another', () => {
    assert.equal(stateOf(plugin('a')), 'used');
    assert.equal(stateOf(plugin('a'), { isTrusted: false }), 'waiting');
  });

  it('are off if their user says so, whatever is wrong with them', () =>
    assert.equal(stateOf(plugin('a', { problems: ['Broken.'] }), { off: ['a'] }), 'off'));

  it('have the problems that the engine found', () => {
    const checked = [plugin('a', { problems: ['A file is missing.'] })];
    const [listed] = listedPlugins([plugin('a')], { ...trusted, checked });
    assert.equal(listed!.state, 'broken');
    assert.match(brokenText([listed!]), /^The plug-in A is not used\. A file is missing\.$/);
  });

  it('have no problems of an earlier version', () => {
    const checked = [plugin('a', { version: '0.9.0', problems: ['A file is missing.'] })];
    assert.equal(stateOf(plugin('a'), { checked }), 'used');
  });

  it('give the contributions of those in use, the first of two with one id', () => {
    const twin = plugin('c', { contributes: { api: 1, panels: [panel('a-panel'), panel('c-panel')] } });
    const listed = listedPlugins([plugin('a'), plugin('b'), twin], { ...trusted, off: ['b'] });
    assert.deepEqual(
      contributedBy(listed, 'panels', ['used']).map((one) => `${one.plugin.id} ${one.contribution.id}`),
      ['a a-panel', 'c c-panel'],
    );
  });

  it('say what they bring', () => {
    const [listed] = listedPlugins([plugin('a')], { ...trusted, off: ['a'] });
    assert.equal(pluginDescription(listed!), '1.0.0 · 1 panel · switched off');
  });
});
