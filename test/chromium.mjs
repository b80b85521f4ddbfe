// The browser that tests and benchmarks drive: Debian's Chromium, or the one that DEEPLIIF_CHROMIUM names.

export const CHROMIUM = process.env.DEEPLIIF_CHROMIUM ?? '/usr/bin/chromium';
