import * as texts from '../config/texts/help.js';
import { mayHandIn } from './act-for.js';
import { type Handler, here } from './handler.js';

/** 帮助: what this person may type. */
export const help: Handler = async (asked, { catalogue: { duties, posts } }) =>
  here(
    texts.help(
      duties.filter((duty) => mayHandIn(asked, duty, posts)),
      asked.rights,
    ),
  );
