// Opens a context menu until it has an entry: a menu that opens before an extension has said which entries are to be shown keeps
// the ones that it has.

import { eventually } from './eventually.mjs';

/** Time for an entry of an open menu; afterwards it is closed and opened again. */
const ENTRY_MS = 5000;

export async function openMenuWith(page, entry, open) {
  await eventually(async () => {
    await open();
    try {
      await entry.waitFor({ timeout: ENTRY_MS });
    } catch (error) {
      await page.keyboard.press('Escape');
      await page.locator('.monaco-menu').waitFor({ state: 'detached', timeout: ENTRY_MS });
      throw error;
    }
  });
}
