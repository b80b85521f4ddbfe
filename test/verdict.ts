// The exit code of a run of suites. A suite that fails and then passes is a defect of the product or of the test, and
// fails the run. On a busy machine DEEPLIIF_ALLOW_RETRY=1 lets it pass, but never in CI.

export type Result = 'passed' | 'FAILED' | 'passed on 2nd run' | 'not run';

/** Environment variables that matter. */
export interface Surroundings {
  readonly CI?: string | undefined;
  readonly DEEPLIIF_ALLOW_RETRY?: string | undefined;
}

/** Last line of the output, and exit code. */
export interface Verdict {
  readonly line: string;
  readonly exitCode: 0 | 1;
}

/** @param whyNotRun reason, for people, why suites were not run */
export function verdictOf(results: readonly Result[], whyNotRun: string, env: Surroundings): Verdict {
  const count = (result: Result) => results.filter((one) => one === result).length;
  const [flaky, notRun] = [count('passed on 2nd run'), count('not run')];
  const mayRetry = env.DEEPLIIF_ALLOW_RETRY === '1' && !isSet(env.CI);
  const line = [
    `${count('passed')} passed, ${count('FAILED')} failed`,
    ...(flaky > 0
      ? [`${flaky} passed only on the 2nd run${mayRetry ? '' : ', which counts as failed'}`]
      : []),
    ...(notRun > 0 ? [`${notRun} not run: ${whyNotRun}`] : []),
  ].join(', ');
  const isGood = count('FAILED') === 0 && (flaky === 0 || mayRetry) && results.length > 0;
  return { line, exitCode: isGood ? 0 : 1 };
}

/** Reads a flag as CI programs do: "false" and "0" mean no. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}
