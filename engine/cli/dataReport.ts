// Report of `deepliif data check` for people: a table of what there is, then what should be put right.

import type { CheckedSample, DataReport, Finding } from '../protocol/dataCheck.js';

/** Samples up to which all are listed; of more, only those with findings. */
const MOST_LISTED = 30;

export function dataReportText(report: DataReport): string {
  const problems = report.findings.filter(({ weight }) => weight === 'problem');
  const notes = report.findings.filter(({ weight }) => weight === 'note');
  const sections = [
    `${report.dir} · layout ${report.layout} · panels ${report.panels.join(', ')}`,
    table(splitRows(report)),
    table(sampleRows(report)),
    listed('Problems', problems),
    listed('Notes', notes),
    problems.length === 0 ? 'No problems found.' : `${problems.length} problem(s) found.`,
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function splitRows({ counts, samples }: DataReport): string[][] {
  const rows = (['train', 'val'] as const).map((split) => {
    const own = samples.filter((sample) => sample.split === split);
    return [split, String(counts[split]), ...balanceCells(own)];
  });
  const sum = (pick: (sample: CheckedSample) => boolean) => samples.some(pick);
  if (!sum(({ balance }) => balance !== undefined))
    return [['', 'samples'], ...rows.map((row) => row.slice(0, 2))];
  return [
    ['', 'samples', 'cells', 'positive', '', 'negative', 'positive pixels', 'negative pixels'],
    ...rows,
  ];
}

function balanceCells(samples: readonly CheckedSample[]): string[] {
  const balances = samples.flatMap(({ balance }) => balance ?? []);
  const total = (field: 'positiveCells' | 'negativeCells' | 'positivePixels' | 'negativePixels' | 'pixels') =>
    balances.reduce((sum, balance) => sum + balance[field], 0);
  const [positive, negative, pixels] = [total('positiveCells'), total('negativeCells'), total('pixels')];
  if (pixels === 0) return ['', '', '', '', '', ''];
  return [
    number(positive + negative),
    number(positive),
    positive + negative === 0 ? '' : percent(positive / (positive + negative)),
    number(negative),
    percent(total('positivePixels') / pixels),
    percent(total('negativePixels') / pixels),
  ];
}

function sampleRows({ samples, findings }: DataReport): string[][] {
  const withFindings = new Set(findings.flatMap((finding) => finding.samples));
  const shown =
    samples.length <= MOST_LISTED
      ? samples
      : samples.filter(({ split, name }) => withFindings.has(`${split}/${name}`)).slice(0, MOST_LISTED);
  if (shown.length === 0) return [];
  const panels = [...new Set(shown.flatMap(({ registration }) => Object.keys(registration)))];
  return [
    ['sample', 'size', 'positive', 'negative', ...panels.flatMap((name) => [`${name} off by`, 'corr.'])],
    ...shown.map(({ split, name, width, height, balance, registration }) => [
      `${split}/${name}`,
      `${width} × ${height}`,
      balance ? number(balance.positiveCells) : '',
      balance ? number(balance.negativeCells) : '',
      ...panels.flatMap((panel) => {
        const found = registration[panel];
        if (!found) return ['', ''];
        const shift = Math.hypot(found.shiftX, found.shiftY);
        return [`${shift.toFixed(1)} px`, found.correlationMoved.toFixed(2)];
      }),
    ]),
  ];
}

function listed(title: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const lines = findings.map(({ samples, message }) =>
    samples.length === 0 ? `  ${message}` : `  ${samples.join(' and ')}: ${message}`,
  );
  return [title, ...lines].join('\n');
}

/** The first column to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
