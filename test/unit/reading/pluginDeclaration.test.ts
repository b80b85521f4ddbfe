// Plug-ins are listed from their package.json; none of their code runs for that.

import assert from 'node:assert/strict';
import { declaredPlugin, declaresPlugin } from '../../../engine/reading/pluginDeclaration.js';

const blob = { id: 'blob', title: 'Blob', unit: '', meaning: 'How round it is.' };

describe('a package.json of another extension', () => {
  const json = {
    ...{ name: 'Shape', publisher: 'Acme', version: '1.2.0', displayName: 'Nuclear shape' },
    contributes: { deepliif: { api: 1, module: 'shape.js', measurements: [blob] } },
  };
  const problemOf = (deepliif: unknown) => {
    const { problems, isUsed } = declaredPlugin('/x', { ...json, contributes: { deepliif } });
    assert.equal(isUsed, problems.length === 0);
    return problems.join();
  };

  it('is a plug-in if it contributes to DeepLIIF', () => {
    assert.ok(declaresPlugin(json));
    for (const other of [undefined, 'text', {}, { contributes: null }, { contributes: { commands: [] } }])
      assert.equal(declaresPlugin(other), false);
  });

  it('names the plug-in', () => {
    const { id, title, version, folder, isUsed, contributes } = declaredPlugin('/shape', json);
    assert.deepEqual(
      { id, title, version, folder, isUsed },
      { id: 'acme.shape', title: 'Nuclear shape', version: '1.2.0', folder: '/shape', isUsed: true },
    );
    assert.deepEqual(contributes.measurements, [blob]);
  });

  it('with a mistake is listed with the place of it, and not used', () => {
    assert.match(
      problemOf({ api: 1, measurements: [{ ...blob, id: 'A B' }] }),
      /measurements\[0\]\.id: an id/,
    );
    assert.match(problemOf({ api: 1, measurments: [] }), /there is no field "measurments"/);
  });

  it('of a later API is not used, and says what to update', () =>
    assert.match(problemOf({ api: 2, somethingNew: [] }), /version 2 of the plug-in API.*Update DeepLIIF/));

  it('that says nothing else is named by its folder', () =>
    assert.equal(declaredPlugin('/plugins/mine', {}).id, 'unknown.mine'));
});
