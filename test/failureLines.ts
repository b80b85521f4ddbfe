// The lines of a suite's output that say what failed, to be repeated where a reader of a long log looks first: its end.

/** A failure's first line, as mocha, our reports of VS Code's suites, parity, fuzz, tsc, eslint and prettier print it. */
const MARK = /^\s*\d+\) |✖|\bFAILED\b|\berror TS\d+|^\[(warn|error)\]|Error:|did not (finish|end)/;
/** Number of lines after a mark that belong to it. */
const AFTER = 12;
const MOST_LINES = 80;
// eslint-disable-next-line no-control-regex -- colours of a terminal begin with this character
const COLOUR = /\u001b\[[0-9;]*m/g;

/** Marks with what follows them, without colours, at most 80 lines; the last lines where nothing is marked. */
export function failureLines(output: string): readonly string[] {
  const lines = output.replace(COLOUR, '').trimEnd().split('\n');
  const isNear = new Uint8Array(lines.length);
  lines.forEach((line, i) => {
    if (MARK.test(line)) isNear.fill(1, i, i + 1 + AFTER);
  });
  const near = lines.filter((_, i) => isNear[i] === 1);
  const told = near.length > 0 ? near : lines.slice(-AFTER);
  if (told.length <= MOST_LINES) return told;
  return [...told.slice(0, MOST_LINES - 1), `… and ${told.length - MOST_LINES + 1} lines more, above`];
}
