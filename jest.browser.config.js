import base from './jest.config.js';

/** The pages in a real Chromium (Debian's `chromium`; elsewhere, CHROMIUM names the program). */
export default {
  ...base,
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 60_000,
};
