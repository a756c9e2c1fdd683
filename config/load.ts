export { ConfigError } from './config-error.js';
export { loadCalendar } from './load-calendar.js';
export { loadCatalogue } from './load-catalogue.js';
export { packagedDir } from './package-root.js';
