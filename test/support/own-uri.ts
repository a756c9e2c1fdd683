/** The database of this jest worker, as `testDatabase` has it, for a program in another process. */
export function ownUri(): string {
  const uri = process.env['MONGODB_URI_TEST'];
  if (!uri) throw new Error('MONGODB_URI_TEST is not set: is globalSetup on?');
  return uri.replace(/^([a-z+]+:\/\/[^/]+)\/?[^?]*/u, `$1/t_${process.env['JEST_WORKER_ID'] ?? '1'}`);
}
