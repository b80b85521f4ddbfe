// Browser for our pages without VS Code around them.

import { chromium } from 'playwright-core';
import { CHROMIUM } from '../chromium.mjs';

/** `args` are added to those that every machine needs; by default the page draws in software. */
export function launchBrowser(args = ['--disable-gpu']) {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', ...args] });
}
