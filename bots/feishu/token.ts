export interface Token {
  value: string;
  /** How long the platform takes it from now, in milliseconds. */
  livesMs: number;
}

export interface Tokens {
  get(): Promise<string>;
  /** Forgets a token the platform would not take; a newer one stays. */
  drop(value: string): void;
}

/**
 * Keeps one token, and has one request for it under way at most, however many calls need one. A token is renewed
 * `spareMs` before its end, or at half its life when that is shorter.
 */
export function createTokens(request: () => Promise<Token>, spareMs: number): Tokens {
  let kept: { value: string; goodUntil: number } | undefined;
  let asking: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    try {
      const { value, livesMs } = await request();
      kept = { value, goodUntil: performance.now() + Math.max(livesMs - spareMs, livesMs / 2) };
      return value;
    } finally {
      asking = undefined;
    }
  };

  return {
    get() {
      if (kept && performance.now() < kept.goodUntil) return Promise.resolve(kept.value);
      asking ??= ask();
      return asking;
    },
    drop(value) {
      if (kept?.value === value) kept = undefined;
    },
  };
}
