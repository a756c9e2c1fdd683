type Globals = typeof import('@jest/globals');

export let { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = {} as Globals;

/** Whoever has imported these declares tests of another file from now on. */
export function use(globals: Globals): void {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = globals);
}
