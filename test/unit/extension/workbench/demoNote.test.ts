import assert from 'node:assert/strict';
import { DEMO_NOTE } from '../../../../engine/protocol/demoModel.js';
import { demoNote } from '../../../../extension/workbench/demoNote.js';

describe('the badge of a demo model', () => {
  it('says in English what the engine says', () => assert.equal(demoNote(), DEMO_NOTE));
});
