/**
 * Runs from end to end (a term, a year, killed processes, several at once) take as long as everything else together, so
 * they are left out unless they are named: `npm run test:e2e`, `npm test -- test/e2e/kill`. One is always in: a month of
 * the main job, with the real program.
 */
const isNamed = process.argv.some((argument) => argument.includes('test/e2e'));

/** Native ESM through SWC: type checking is `npm run types`, so a test starts at once. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/test/browser/', ...(isNamed ? [] : ['/test/e2e/(?!month)'])],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  workerIdleMemoryLimit: '700MB',
  // Nothing takes more than a few seconds; a machine that is shared by ten takes ten times as long.
  testTimeout: 60_000,
};
