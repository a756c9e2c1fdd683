const globals = new URL('./globals.ts', import.meta.url).href;

/** jest knows what `@jest/globals` is only in files it has loaded itself. */
export const resolve = (name, context, next) =>
  name === '@jest/globals' ? { url: globals, shortCircuit: true } : next(name, context);
