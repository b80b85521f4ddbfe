// A local port by which a suite uses the window that shows its extension host: it clicks, chooses and reads as a user.
// The suite runs in VS Code, the window in a browser beside it.

/* global indexedDB -- of the workbench */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { untilAttached } from '../../ui/eventually.mjs';

// Longest wait for the window. Webviews of VS Code 1.100 share a service worker, and a new one waits for the requests of a
// closed one, for up to 30 s.
const PATIENCE_MS = 45_000;
const PICTURES = join(import.meta.dirname, '../../../out/vscode');

/**
 * A request is `{ where, selector, act, value }`: `where` is the workbench or the page of the webview in sight,
 * `selector` Playwright's; the answer of `read` is the text of all that match.
 */
export async function serveWindow() {
  let page;
  const places = {
    workbench: () => page,
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
  };
  const acts = {
    click: (target) => target.first().click({ timeout: PATIENCE_MS }),
    choose: (target, value) => target.first().selectOption(value, { timeout: PATIENCE_MS }),
    // The input may close while it is typed into; the caller looks again.
    answer: async (target, value) => {
      const soon = { timeout: 2000 };
      await target
        .first()
        .fill(value, soon)
        .catch(() => undefined);
      await target
        .first()
        .press('Enter', soon)
        .catch(() => undefined);
    },
    count: (target) => target.count(),
    readInput: (target) => target.first().inputValue({ timeout: PATIENCE_MS }),
    read: async (target) => {
      await target.first().waitFor({ timeout: PATIENCE_MS });
      return target.allInnerTexts();
    },
    isStored: (target, value) => target.page().evaluate(isInStorage, value),
    picture: async (_, value) => {
      await page.screenshot({ path: join(PICTURES, value) });
    },
  };
  const server = createServer(async (request, response) => {
    try {
      const { where, selector, act, value } = JSON.parse(await text(request));
      const answer = await untilAttached(
        () => acts[act](places[where]().locator(selector), value),
        PATIENCE_MS,
      );
      response.end(JSON.stringify({ answer: answer ?? null }));
    } catch (error) {
      response.end(JSON.stringify({ error: error.message }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    /** `window`: Playwright's page of a workbench. */
    showWindow: (window) => {
      page = window;
    },
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Runs in the workbench: true if a text in its browser's databases matches. */
async function isInStorage(pattern) {
  const result = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  let found = false;
  for (const { name } of await indexedDB.databases()) {
    const database = await result(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = await result(database.transaction(store).objectStore(store).getAll());
      found ||= values.some((value) => typeof value === 'string' && new RegExp(pattern).test(value));
    }
    database.close(); // VS Code may want to change it
  }
  return found;
}
