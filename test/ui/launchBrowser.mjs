// A browser for pages of ours that are served without a VS Code around them.

import { chromium } from 'playwright-core';
import { CHROMIUM } from '../chromium.mjs';

/** `args` beside those that every machine needs; without others the page draws in software. */
export function launchBrowser(args = ['--disable-gpu']) {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', ...args] });
}
