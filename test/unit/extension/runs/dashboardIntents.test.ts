import assert from 'node:assert/strict';
import { readTrainingMessage } from '../../../../extension/runs/dashboardIntents.js';

describe('messages of the dashboard’s page', () => {
  for (const message of [
    { type: 'ready' },
    { type: 'select', runs: ['/runs/a'], turn: 1 },
    { type: 'act', run: '/runs/a', action: 'stop' },
    { type: 'compare', runs: ['/a', '/b'] },
    { type: 'save', name: 'x', format: 'png', bytes: Uint8Array.of(1) },
    { type: 'failed', message: 'x', show: true },
  ])
    it(`may be "${message.type}"`, () => assert.deepEqual(readTrainingMessage(message), message));

  for (const message of [
    { type: 'delete', run: '/runs/a' },
    { type: '__proto__' },
    { type: 'act', run: '/runs/a', action: 'delete' },
    { type: 'act', run: '', action: 'stop' },
    { type: 'select', runs: Array.from({ length: 21 }, () => '/a'), turn: 1 },
    { type: 'select', runs: ['/a'], turn: 0 },
    { type: 'compare', runs: ['/a', '/b', '/c'] },
    { type: 'save', name: 'x', format: 'exe', bytes: Uint8Array.of(1) },
    { type: 'save', name: 'x', format: 'png', bytes: 'text' },
    null,
  ])
    it(`are not ${JSON.stringify(message)?.slice(0, 60)}`, () =>
      assert.throws(() => readTrainingMessage(message), /^ShapeError/));
});
