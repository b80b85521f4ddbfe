// A person at VS Code's workbench: palette, explorer, notifications, webviews, as the browser test uses them.

const ATTEMPTS = 10;
const ATTEMPT_MS = 4000;

/** `page`: Playwright's, showing a workbench. */
export function workbench(page) {
  const quick = page.locator('.quick-input-widget:visible');

  /**
   * Types into the palette and takes the row with that text. The list is computed when the palette opens (commands of an
   * extension may come later), and an editor that takes the focus late closes it: so attempts are short and many.
   */
  async function choose(text, row = text) {
    for (let attempt = 1; ; attempt++) {
      try {
        await page.keyboard.press('F1');
        await quick.locator('input').fill(text, { timeout: ATTEMPT_MS });
        await quick.locator('.monaco-list-row', { hasText: row }).first().waitFor({ timeout: ATTEMPT_MS });
        return await page.keyboard.press('Enter');
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await page.keyboard.press('Escape');
      }
    }
  }

  return {
    page,
    quick,
    command: (title) => choose(`>${title}`, title),
    /** From the palette, by name. */
    openFile: async (name) => {
      await choose(name);
      await page.locator(`.tab[data-resource-name="${name}"]`).waitFor();
    },
    /** The one webview in sight: VS Code's frame, and the extension's page in it. */
    panel: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    notification: (text) => page.locator('.notification-toast', { hasText: text }),
    statusBar: (text) => page.locator('.statusbar-item', { hasText: text }),
    explorerRow: (name) => page.locator('.explorer-folders-view').getByText(name, { exact: true }),
    /** A menu ignores the mouse for its first tenth of a second. */
    contextMenu: async (target, item) => {
      await target.click({ button: 'right' });
      const entry = page.locator('.monaco-menu').getByRole('menuitem', { name: item });
      await entry.hover();
      await page.waitForTimeout(300);
      await entry.click();
    },
  };
}
