/** The gateway has not answered in time: what was asked of it may still happen. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** A promise with a deadline: gateways have none, and wait for ever. */
export async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
