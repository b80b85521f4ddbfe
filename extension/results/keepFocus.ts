// What the view "Results" hands to the command "Open Result", so that its keys (rename, delete) go on working.

export const KEEP_FOCUS = 'keep-focus';
