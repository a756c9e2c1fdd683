import type { FormView } from './message.js';

/**
 * A form as its page shows it. `open`: to be filled in; `waiting`: taken in, not worked yet; `in`: handed in; `over`:
 * can no longer be handed in.
 */
export interface FormPage {
  state: 'open' | 'waiting' | 'in' | 'over';
  form: FormView;
  /** What the ledger says. */
  notice?: string;
  /** What is in, of which the files may be changed still: then its controls are those. */
  record?: string;
}
