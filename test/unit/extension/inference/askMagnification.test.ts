// The question at which magnification the images of a folder were scanned, in a window that answers by itself.

import assert from 'node:assert/strict';
import { askMagnification, type AskingWindow } from '../../../../extension/inference/askMagnification.js';

interface Shown {
  readonly label: string;
  readonly description?: string;
}

/** A window that picks what has the label, and types the text; it notes what was offered and refused. */
function window(label: string | undefined, typed?: string) {
  const offered: Shown[] = [];
  const refused: string[] = [];
  const answering = {
    showQuickPick: (items: readonly Shown[]) => {
      offered.push(...items);
      return Promise.resolve(items.find((item) => item.label === label));
    },
    showInputBox: ({ validateInput }: { readonly validateInput: (text: string) => string | undefined }) => {
      for (const text of ['', 'x', '0', '300', typed ?? '']) if (validateInput(text)) refused.push(text);
      return Promise.resolve(typed);
    },
  };
  // Only the two functions that ask are needed, in one of their forms each.
  return { window: answering as unknown as AskingWindow, offered, refused };
}

describe('the question for a magnification', () => {
  const question = { folder: '/slides', modelMpp: 0.25 };

  it('offers the model’s own first, then the others, then any number', async () => {
    const { window: asked, offered } = window('20x');
    assert.equal(await askMagnification(asked, question), 0.5);
    assert.deepEqual(
      offered.map(({ label }) => label),
      ['40x', '20x', '10x', 'Enter µm per Pixel…'],
    );
    assert.match(offered[0]!.description!, /0\.25 µm per pixel.*as the model was trained/);
    const ofOther = window(undefined);
    await askMagnification(ofOther.window, { folder: '/slides', modelMpp: 0.5 });
    assert.deepEqual(
      ofOther.offered.slice(0, 3).map(({ label }) => label),
      ['20x', '40x', '10x'],
    );
  });

  it('takes a number with a point or a comma, and no other text', async () => {
    const { window: asked, refused } = window('Enter µm per Pixel…', '0,37');
    assert.equal(await askMagnification(asked, question), 0.37);
    assert.deepEqual(refused, ['', 'x', '0', '300']);
  });

  it('offers to forget an earlier answer', async () => {
    const { window: asked } = window('Forget 0.5 µm per pixel');
    assert.equal(await askMagnification(asked, { folder: '/slides', current: 0.5 }), 'forget');
  });

  it('has no answer when it is dismissed', async () => {
    assert.equal(await askMagnification(window(undefined).window, question), undefined);
    assert.equal(await askMagnification(window('Enter µm per Pixel…').window, question), undefined);
  });
});
