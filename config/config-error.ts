/** The configuration cannot be used as it stands. The message lists every problem found, one a line, each with its mend. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(heading: string, problems: readonly string[]) {
    super([heading, ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.problems = problems;
  }
}
