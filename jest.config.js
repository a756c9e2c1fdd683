/**
 * Runs from end to end (a month, a term, a year, killed processes, several at once) take longer than everything else
 * together, so they are left out unless they are named: `npm run test:e2e`, `npm test -- test/e2e/kill`.
 */
const isNamed = process.argv.some((argument) => argument.includes('test/e2e'));

/** TypeScript through tsx, which leaves types to `npm run types`; how files are loaded: `run-file.ts`. */
export default {
  testEnvironment: '<rootDir>/test/support/jest/environment.ts',
  testRunner: '<rootDir>/test/support/jest/run-file.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/test/browser/', ...(isNamed ? [] : ['/test/e2e/'])],
  transform: {},
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  workerIdleMemoryLimit: '700MB',
  // Nothing takes more than a few seconds; a machine that is shared by ten takes ten times as long.
  testTimeout: isNamed ? 240_000 : 60_000,
};
