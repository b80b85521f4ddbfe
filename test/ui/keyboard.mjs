// A person without a mouse at VS Code's workbench: palette, lists, dialogs, and the controls of a page by Tab.

import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';

const MOST_TABS = 80;
const ATTEMPTS = 5;
const HIDDEN_MS = 5000;

export function keyboard({ page, quick }) {
  const press = (key) => page.keyboard.press(key);
  const row = (text) => quick.locator('.monaco-list-row', { hasText: text }).first();

  /** Types until the list has a row with that text, and takes it. */
  async function answer(text, timeout = 60_000) {
    await row(text).waitFor({ timeout });
    // The arrows go to the row, as a person's eyes would.
    await eventually(async () => {
      if (/focused/.test(await row(text).getAttribute('class'))) return;
      await press('ArrowDown');
      assert.match(await row(text).getAttribute('class'), /focused/);
    });
    // A list that has just opened may not hear the first key.
    for (let attempt = 1; ; attempt++) {
      await press('Enter');
      const isTaken = await row(text)
        .waitFor({ state: 'hidden', timeout: HIDDEN_MS })
        .then(() => true)
        .catch(() => false);
      if (isTaken) return;
      assert.ok(attempt < ATTEMPTS, `The list keeps ${text}.`);
    }
  }

  async function palette(key, text, shown) {
    await eventually(async () => {
      await press('Escape');
      await press(key);
      await quick.locator('input').first().waitFor({ timeout: 4000 });
      await page.keyboard.insertText(text);
      await row(shown).waitFor({ timeout: 4000 });
    });
    await answer(shown);
  }

  const input = quick.locator('input[type="text"]').first();
  const accept = () =>
    eventually(async () => {
      await press('Enter');
      assert.equal(await quick.isVisible(), false);
    });

  return {
    press,
    answer,
    command: (title) => palette('F1', title, title),
    openFile: async (name) => {
      await palette('Control+P', name, name);
      await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    },
    /** Accepts the file of that extension which a dialog proposes; returns its path. */
    acceptFile: async (extension) => {
      const path = await eventually(async () => {
        const value = await input.inputValue();
        assert.ok(value.endsWith(`.${extension}`), `The dialog proposes ${value}.`);
        return value;
      });
      await accept();
      return path;
    },
    /** Moves the focus to a row of the explorer. */
    explore: async (name) => {
      await palette('F1', 'File: Focus on Files Explorer', 'File: Focus on Files Explorer');
      await page.keyboard.type(name);
      const focused = page.locator('.explorer-folders-view .monaco-list-row.focused');
      await eventually(async () => assert.equal((await focused.innerText()).trim(), name));
    },
    /** Moves the focus to a control of the page in front, and presses Enter or another key on it. */
    use: async (control, key = 'Enter') => {
      const hasFocus = () =>
        control.evaluate((element) => {
          // The toolkit's buttons have their own inside.
          const { host } = element.getRootNode();
          const { activeElement } = element.ownerDocument;
          return element === activeElement || (host !== undefined && host === activeElement);
        });
      await control.waitFor();
      for (let i = 0; !(await hasFocus()); i++) {
        assert.ok(i < MOST_TABS, 'Tab does not reach the control.');
        await press('Tab');
      }
      await press(key);
    },
    /** Chooses an entry of the context menu of what has the focus. */
    contextMenu: async (item) => {
      await press('Shift+F10');
      const focused = page.locator('.monaco-menu .action-item.focused', { hasText: item });
      await page.locator('.monaco-menu').getByRole('menuitem', { name: item }).waitFor();
      for (let i = 0; !(await focused.isVisible()); i++) {
        assert.ok(i < MOST_TABS, `No entry ${item}.`);
        await press('ArrowDown');
      }
      await press('Enter');
    },
  };
}
