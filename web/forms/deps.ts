import type { FormEvent } from '../../models/event.js';
import type { FormPage } from '../../models/form-page.js';
import type { Log } from '../../models/log.js';
import type { Assets } from '../assets.js';
import type { Keep, UploadLimits } from './multipart.js';

/** All the pages of forms need of the program. */
export interface FormDeps {
  /**
   * What the page at a link shows, after what was sent under a key, if any. Undefined for a link that is not good, is
   * over, or is for somebody who may not any more.
   */
  page(token: string, sent?: string): Promise<FormPage | undefined>;
  /**
   * Takes in for good what was filled in at a link, under this key, and waits a little for it to be worked; false for
   * a link that is not good. What broke off is of no use where something whole came from the same showing of the page.
   */
  take(
    token: string,
    at: { key: string; showing: string },
    sent: Pick<FormEvent, 'values' | 'files'>,
  ): Promise<boolean>;
  /** Keeps a file that comes with what is filled in at a link, until that is taken in. */
  keep(token: string): Keep;
  uploads: UploadLimits & {
    /** So many sendings at once are taken in by this process, and for one link. */
    atOnce: number;
    atOncePerLink: number;
  };
  assets: Assets;
  /** The address people's browsers know the program by, where it is not the one the request names. */
  publicUrl?: string | undefined;
  log: Log;
}
