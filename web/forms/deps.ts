import type { FormEvent } from '../../models/event.js';
import type { FormPage } from '../../models/form-page.js';
import type { Log } from '../../models/log.js';
import type { Assets } from '../assets.js';

/** All the pages of forms need of the program. */
export interface FormDeps {
  /**
   * What the page at a link shows, after what was sent under a key, if any. Undefined for a link that is not good, is
   * over, or is for somebody who may not any more.
   */
  page(token: string, sent?: string): Promise<FormPage | undefined>;
  /**
   * Takes in for good what was filled in at a link, under this key, and waits a little for it to be worked; false for
   * a link that is not good.
   */
  take(token: string, key: string, values: FormEvent['values']): Promise<boolean>;
  assets: Assets;
  /** The address people's browsers know the program by, where it is not the one the request names. */
  publicUrl?: string | undefined;
  log: Log;
}
