import { Platform } from '../../models/ids.js';

export const SANDBOX = Platform.parse('sandbox');
