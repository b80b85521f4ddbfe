// Result of a statistical test.

export interface TestResult {
  readonly statistic: number;
  /** Probability of a statistic as extreme as this one under the hypothesis that is tested, 0 … 1. */
  readonly pValue: number;
}
