/** What the program says to its operator. Fields are ids, kinds and counts; never a text somebody wrote, never a secret. */
export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** For callers that have nobody to tell. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** What an error is called, for the log; its message may hold what somebody wrote. */
export const errorName = (error: unknown): string =>
  error instanceof Error ? `${error.name}${'code' in error ? `:${String(error.code)}` : ''}` : typeof error;
