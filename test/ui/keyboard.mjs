// A person without a mouse at VS Code's workbench: palette, lists, dialogs, and the controls of a page by Tab.

import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { openMenuWith } from './openMenu.mjs';

const MOST_TABS = 80;
const MOST_ROWS = 200;
const ATTEMPTS = 5;
const ANSWER_MS = 5000;
const REFRESH_EXPLORER = 'Refresh Explorer';
const FOCUS_EXPLORER = 'File: Focus on Files Explorer';

export function keyboard({ page, quick }) {
  const press = (key) => page.keyboard.press(key);
  const row = (text) => quick.locator('.monaco-list-row', { hasText: text }).first();
  const input = quick.locator('input[type="text"]').first();

  /** Text by which a list is told from the next one: its title, the words in its box, and its row with that text. */
  async function asked(text) {
    if (!(await quick.isVisible())) return '';
    const soon = { timeout: 1000 };
    const [title, hint, typed, hasRow] = await Promise.all([
      quick.locator('.quick-input-title').innerText(soon),
      input.getAttribute('placeholder', soon),
      input.inputValue(soon),
      row(text).isVisible(),
    ]);
    return JSON.stringify({ title, hint, typed, hasRow });
  }

  /** Takes the row with that text once the list has it: the list closes, or the next one follows. */
  async function answer(text, timeout = 60_000) {
    await row(text).waitFor({ timeout });
    const before = await asked(text);
    const isTaken = () =>
      eventually(async () => assert.notEqual(await asked(text), before), ANSWER_MS).then(
        () => true,
        () => false,
      );
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      await goTo(text);
      // The key goes to the box of the list: a page that has just loaded may have taken the focus.
      await input.press('Enter', { timeout: ANSWER_MS });
      if (await isTaken()) return;
    }
    assert.fail(`The list keeps ${text}.`);
  }

  /** Moves to a row with the arrows, as a person's eyes would. */
  async function goTo(text) {
    for (let i = 0; i < MOST_ROWS; i++) {
      if (/focused/.test(await row(text).getAttribute('class', { timeout: ANSWER_MS }))) return;
      await input.press('ArrowDown', { timeout: ANSWER_MS });
    }
    assert.fail(`The arrows do not reach ${text}.`);
  }

  /** Opens a palette, types, and takes a row; begins again where something else has closed the palette. */
  const palette = (key, text, shown) =>
    eventually(async () => {
      await press('Escape');
      await press(key);
      await input.waitFor({ timeout: 4000 });
      await page.keyboard.insertText(text);
      await row(shown).waitFor({ timeout: 4000 });
      await answer(shown);
    });

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
    /** Moves the focus to a row of the explorer, by its first letters. */
    explore: (name) =>
      eventually(async () => {
        // A busy watcher of files may miss a new folder.
        await palette('F1', REFRESH_EXPLORER, REFRESH_EXPLORER);
        await palette('F1', FOCUS_EXPLORER, FOCUS_EXPLORER);
        const explorer = page.locator('.explorer-folders-view');
        await explorer.locator('.monaco-list:focus').waitFor({ timeout: ANSWER_MS });
        await page.keyboard.type(name);
        // Letters may come too late on a busy machine to be one word: the next attempt types them again.
        const focused = explorer.locator('.monaco-list-row.focused');
        const isThere = async () => assert.equal((await focused.innerText({ timeout: 1000 })).trim(), name);
        await eventually(isThere, ANSWER_MS);
      }),
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
      const focused = page.locator('.monaco-menu .action-item.focused', { hasText: item });
      await openMenuWith(page, page.locator('.monaco-menu').getByRole('menuitem', { name: item }), () =>
        press('Shift+F10'),
      );
      for (let i = 0; !(await focused.isVisible()); i++) {
        assert.ok(i < MOST_TABS, `No entry ${item}.`);
        await press('ArrowDown');
      }
      await press('Enter');
    },
  };
}
