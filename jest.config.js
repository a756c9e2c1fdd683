/**
 * Runs from end to end (a month, a term, a year, killed processes, several at once) take longer than everything else
 * together, so they are left out unless they are named: `npm run test:e2e`, `npm test -- test/e2e/kill`.
 */
const isNamed = process.argv.some((argument) => argument.includes('test/e2e'));

/** Where `scripts/test.mjs` has put the translation of everything below the root; types are left to `npm run types`. */
const support = `${process.env.COMPILED ?? '<rootDir>'}/test/support`;

export default {
  testEnvironment: `${support}/jest/environment.js`,
  testRunner: `${support}/jest/run-file.js`,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/test/browser/', ...(isNamed ? [] : ['/test/e2e/'])],
  transform: {},
  globalSetup: `${support}/global-setup.js`,
  globalTeardown: `${support}/global-teardown.js`,
  // For two cores: some tests wait for processes and deadlines, and a third worker works meanwhile. Runs from end to end
  // start many processes of their own.
  maxWorkers: isNamed ? 2 : 3,
  workerIdleMemoryLimit: '700MB',
  // Nothing takes more than a few seconds; a machine that is shared by ten takes ten times as long.
  testTimeout: isNamed ? 240_000 : 60_000,
};
