// Differences that `deepliif run` and `deepliif verify` tell before anything starts.

import assert from 'node:assert/strict';
import { tellDifferences } from '../../../engine/cli/runPlanCommand.js';

describe('differences from the plan', () => {
  const differences = ['The image has changed.', 'The image has changed.', 'Another backend.'].map(
    (sentence) => ({ of: 'image', sentence }) as const,
  );

  it('are told once each', () => {
    const notes: string[] = [];
    tellDifferences(differences, false, { note: (text) => void notes.push(text) });
    assert.deepEqual(notes, ['Note: The image has changed.', 'Note: Another backend.']);
  });

  it('are an error with --strict', () =>
    assert.throws(
      () => tellDifferences(differences, true, { note: () => undefined }),
      /--strict was given.*\n- The image has changed\.\n- Another backend\.$/,
    ));
});
