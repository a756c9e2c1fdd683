import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../config/package-root.js';

/** The root of the sources: what is run may be their translation, elsewhere. */
export const sources = packageRoot(dirname(fileURLToPath(import.meta.url)));
