/**
 * Tests run in the realm of their process, not in a VM context of their own. What jest asks an environment for, without
 * the context: nothing here mocks modules or fakes timers. jest marks `process` and `console` of its `global` as its own,
 * so these are not the real ones.
 */
export default class Environment {
  global = { process: Object.create(process) as object };
  moduleMocker = { restoreAllMocks: (): void => {} };

  getVmContext(): null {
    return null;
  }

  exportConditions(): string[] {
    return ['node'];
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {}
}
