// A person at VS Code's workbench: palette, explorer, notifications, views, webviews, as the browser test uses them.
/* global MessagePort -- of the page */

import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { openMenuWith } from './openMenu.mjs';

const ATTEMPTS = 10;
const ATTEMPT_MS = 4000;
const START_MS = 90_000;
/** Scrolling of a list, in pixels: to its top, and by less than it is high. */
const [TO_TOP, A_BIT] = [-100_000, 100];
const SCROLLED_MS = 500;

/** `page`: Playwright's, showing a workbench. */
export function workbench(page) {
  const quick = page.locator('.quick-input-widget:visible');
  const notification = (text) => page.locator('.notification-toast', { hasText: text });

  /**
   * Types into the palette and takes the row with that text. The list is computed when the palette opens (an extension's
   * commands may come later), and an editor that takes the focus late closes the palette: so attempts are short and many.
   */
  async function choose(text, row = text) {
    for (let attempt = 1; ; attempt++) {
      try {
        await page.keyboard.press('F1');
        await quick.locator('input').first().fill(text, { timeout: ATTEMPT_MS });
        const found = quick.locator('.monaco-list-row', { hasText: row }).first();
        await found.waitFor({ timeout: ATTEMPT_MS });
        return await found.click({ timeout: ATTEMPT_MS });
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await page.keyboard.press('Escape');
      }
    }
  }

  const command = (title) => choose(`>${title}`, title);

  /** Clicks a row of a list. A tooltip that the resting mouse has opened may lie over it: the mouse goes away first. */
  const clickRow = (row) =>
    eventually(async () => {
      await page.mouse.move(0, 0);
      await row.click({ timeout: ATTEMPT_MS });
    }, START_MS);

  /**
   * Scrolls the explorer until a row is in sight, whole: a list has only the rows in sight. The wheel leaves focus and
   * selection as they are. Below the last row it reads the folder again, since a busy watcher of files may miss a new one.
   */
  async function scrolledTo(row) {
    const list = page.locator('.explorer-folders-view');
    const toTop = async () => {
      await list.hover();
      await page.mouse.wheel(0, TO_TOP);
    };
    await toTop();
    await eventually(async () => {
      if (await isWhole(list, row)) return;
      const before = await lowestRow(list);
      await page.mouse.wheel(0, A_BIT);
      const hasMoved = async () => assert.notEqual(await lowestRow(list), before);
      await eventually(hasMoved, SCROLLED_MS).catch(async () => {
        await page.getByRole('button', { name: 'Refresh Explorer' }).click();
        await toTop();
      });
      assert.ok(await isWhole(list, row), `The explorer has no row ${row}.`);
    });
    return row;
  }

  return {
    page,
    quick,
    /** Resolves when the workbench is there, and connected to the extension host's machine. */
    ready: async () => {
      await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: START_MS });
      await page.locator('[id="status.host"]').waitFor({ timeout: START_MS });
    },
    command,
    /** Opens a file from the palette, by name. */
    openFile: async (name) => {
      await choose(name);
      await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    },
    /** Takes one row of a list that the extension shows, or ticks several. */
    pick: async (...rows) => {
      for (const row of rows) await clickRow(quick.locator('.monaco-list-row', { hasText: row }).first());
      if (rows.length > 1) await quick.getByRole('button', { name: 'OK' }).click();
    },
    /** Accepts the file that a save dialog proposes, which must have that extension; returns its path. */
    saveAsProposed: async (extension) => {
      const input = quick.locator('input[type="text"]').first();
      const path = await eventually(async () => {
        const value = await input.inputValue();
        assert.ok(value.endsWith(`.${extension}`), `The dialog proposes ${value}.`);
        return value;
      });
      await quick.getByRole('button', { name: 'OK', exact: true }).click();
      return path;
    },
    /** Types a path into the open dialog of files and takes it. The dialog overwrites what is typed before it knows its folder. */
    chooseFile: async (path, button) => {
      const input = quick.locator('input[type="text"]').first();
      const accept = quick.getByRole('button', { name: button, exact: true });
      await accept.waitFor();
      await eventually(async () => {
        if (!(await accept.isVisible())) return;
        await input.fill(path, { timeout: ATTEMPT_MS });
        await accept.click({ timeout: ATTEMPT_MS });
        await accept.waitFor({ state: 'hidden', timeout: ATTEMPT_MS });
      });
    },
    /** Chooses a colour theme from the list. */
    colourTheme: async (name) => {
      await command('Preferences: Color Theme');
      await quick.locator('input').first().fill(name);
      await quick.locator('.monaco-list-row', { hasText: name }).first().click();
      await quick.waitFor({ state: 'hidden' });
    },
    /** The one webview in sight: VS Code's frame, and the extension's page in it. */
    panel: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    notification,
    /** Waits for a notification, reads it and closes it. */
    readNotification: async (text, timeout = START_MS) => {
      const toast = notification(text).first();
      await toast.waitFor({ timeout });
      const said = await toast.locator('.notification-list-item-message').innerText();
      await page.keyboard.press('Escape');
      return said;
    },
    closeNotifications: () => command('Notifications: Clear All Notifications'),
    statusBar: (text) => page.locator('.statusbar-item', { hasText: text }),
    /** Resolves when the engine waits for work. */
    engineIsReady: () =>
      page
        .locator('.statusbar-item', { hasText: 'DeepLIIF' })
        .locator('.codicon-check')
        .waitFor({ timeout: START_MS }),
    /** Row of a file or folder in the explorer, which is scrolled to it. */
    explorerRow: (name) =>
      scrolledTo(page.locator('.explorer-folders-view').getByText(name, { exact: true })),
    /** Presses a key until something is shown: a list that has just got the focus may not hear the first one. */
    pressUntil: (key, shown) =>
      eventually(async () => {
        await page.keyboard.press(key);
        await shown.waitFor({ timeout: ATTEMPT_MS });
      }),
    /** Opens the extension's own container of the activity bar. */
    openContainer: () => page.locator('.activitybar').getByLabel('DeepLIIF').first().click(),
    /** Shows the explorer; a click on its icon would hide it where it is shown already. */
    showExplorer: () => command('View: Show Explorer'),
    view: (title) => page.locator('.pane', { has: page.locator(`.pane-header[aria-label^="${title}"]`) }),
    closeEditors: () => command('View: Close All Editors'),
    /**
     * Takes an entry of a context menu; clicks until the menu is gone, since it ignores the mouse for its first tenth
     * of a second.
     */
    contextMenu: async (target, item) => {
      const entry = page.locator('.monaco-menu').getByRole('menuitem', { name: item });
      await openMenuWith(page, entry, () => target.click({ button: 'right' }));
      await entry.hover();
      await eventually(async () => {
        if (await entry.isVisible()) await entry.click({ timeout: ATTEMPT_MS });
        assert.equal(await entry.isVisible(), false);
      });
    },
    /**
     * Listens to the view state that the visible page has VS Code keep over a reload, shortly after each change. Returns a
     * function that resolves when a kept state's JSON matches.
     */
    keptView: async () => {
      const frame = page.frameLocator('iframe.webview.ready').locator('body');
      await frame.evaluate(() => {
        const { postMessage } = MessagePort.prototype;
        globalThis.keptView ??= '';
        MessagePort.prototype.postMessage = function (message, ...rest) {
          if (message?.channel === 'do-update-state') globalThis.keptView = message.data;
          return postMessage.call(this, message, ...rest);
        };
      });
      return (pattern) =>
        eventually(async () => assert.match(await frame.evaluate(() => globalThis.keptView), pattern));
    },
  };
}

/** Text and place of the lowest row of a list: another one after scrolling. */
const lowestRow = (list) =>
  list
    .locator('.monaco-list-rows')
    .evaluate((rows) => `${rows.getBoundingClientRect().top} ${rows.lastElementChild?.textContent}`);

async function isWhole(list, row) {
  if ((await row.count()) === 0) return false;
  const [inner, outer] = [await row.first().boundingBox(), await list.boundingBox()];
  return inner !== null && inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}
