import { expect, test } from '@jest/globals';
import { FeishuRefused } from '../../../bots/feishu/errors.js';
import { sdkLog } from '../../../bots/feishu/sdk-log.js';
import { recordingLog } from '../../support/recording-log.js';

test("the SDK's sentences pass, its objects and secrets do not", async () => {
  const log = recordingLog();
  const logger = sdkLog(log, ['s3cret']);
  const failed = Object.assign(new Error('Request failed: s3cret'), {
    config: { data: '{"app_secret":"s3cret","text":"周记"}' },
  });
  await logger.error([failed, [failed]]);
  await logger.warn(['failed to obtain token', { data: '周记' }]);
  await logger.info(['with s3cret inside']);
  await logger.error([new FeishuRefused({ code: 7, status: 400, said: '周记' })]);
  await logger.trace(['send request']);

  expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
    'warn sdk: Error Error',
    'warn sdk: failed to obtain token',
    'debug sdk: with [secret] inside',
    'warn sdk: feishu answered code 7 with status 400',
  ]);
  expect(JSON.stringify(log.lines)).not.toMatch(/s3cret|周记/);
});
