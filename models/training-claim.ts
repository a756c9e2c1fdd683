import type { PersonId } from './ids.js';
import { isLiving, signUpOf, type Training, type Wish } from './training.js';

/** Whose time a wish wants. */
export function claimedBy(wish: Wish): PersonId | undefined {
  if (wish.kind === 'sign-up') return wish.person;
  return wish.kind === 'substitute' ? wish.by : undefined;
}

/** Whether it is by this claim that a training has somebody's time. */
export function hasClaim(training: Training, person: PersonId, claim: string): boolean {
  const signUp = signUpOf(training, person);
  return training.state !== 'cancelled' && signUp !== undefined && isLiving(signUp) && signUp.claim === claim;
}
