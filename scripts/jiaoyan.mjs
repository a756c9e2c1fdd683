#!/usr/bin/env node
// The `jiaoyan` command: installs and builds what is missing, then hands over to the program.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root } from './setup.mjs';

ensureInstalled();
ensureBuilt();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(root, 'dist', 'cli.js')).href);
