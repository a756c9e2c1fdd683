import * as texts from '../config/texts/help.js';
import { type Handler, here } from './handler.js';

/** 帮助: what this person may type. */
export const help: Handler = async ({ rights }, { catalogue }) => here(texts.help(catalogue.duties, rights));
