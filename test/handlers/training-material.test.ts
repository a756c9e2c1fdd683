import { describe, expect, test } from '@jest/globals';
import { openFile } from '../../handlers/open-file.js';
import type { Attachment } from '../../models/event.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { SIX, talkingTo, trainingWith } from '../support/held-training.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, undefined, 'https://jy.example');
// A training on Saturday 5 December, a day without school.
county.given(() => trainingWith(county, SIX));

const { answer, saidTo } = talkingTo(county);

/** What waits for its time is told, whatever it waits for. */
const told = async (): Promise<void> => {
  await connection.collection('outbox').updateMany({ state: 'ready' }, { $set: { dueAt: new Date(0) } });
  await county.settle();
};

describe('materials', () => {
  const slides: Attachment = { kind: 'file', ref: 'slides', name: '第一讲.pptx' };
  const handout: Attachment = { kind: 'file', ref: 'handout', name: '讲义.pdf' };

  /** The message it comes as, and what is in it: a file as itself, by its name. */
  const sent = async (): Promise<string[]> =>
    (
      await connection
        .collection('outbox')
        .find({ 'payload.content.file': { $exists: true } })
        .toArray()
    ).map((each) => each['payload'].content.file.name);

  test('go to who has a place in one message, and stand under the training for them and the host', async () => {
    county.at('2026-12-01T10:00:00+08:00');
    const refused =
      '「信息技术与学科整合培训」（1号）的资料给报上的老师。要参加请发「报名 1」；已经参加了却看不到，请找韩协调。';
    expect(await answer('S3-T2', '培训资料 1 https://example.org/a')).toBe(refused);
    expect(await answer('S1-T1', '培训资料 1 https://example.org/a')).toContain('由韩协调来加，您的没有放进去');
    expect(await answer('J1-C', '培训资料 1')).toBe(
      '「信息技术与学科整合培训」（1号）还没有资料。\n要加，请在10分钟内把文件直接发给我，或写在后面：培训资料 1 https://…。',
    );
    expect(await answer('J1-C', '培训资料 1 https://example.org/a')).toBe(
      '已加上「信息技术与学科整合培训」（1号）的第1份资料：https://example.org/a。\n今天10:03私下告诉报上的6人，在那之前再加的一起说；以后报上的发「培训资料 1」也看得到。放错了请发「取消资料 1 1」。',
    );
    county.at('2026-12-01T10:00:10+08:00');
    await answer('J1-C', '培训资料 1 明天请带电脑');
    // What waits to be told together keeps nothing else waiting.
    const content = { kind: 'text', text: '另一件事' } as const;
    const other = { key: 'other', dispatch: { kind: 'private', person: personId('S3-T1'), content } } as const;
    await county.models.outbox.enqueue([other], county.now());
    await county.settle();
    expect(county.toldTo('S3-T1')).toEqual(['另一件事']);
    await told();
    const all = '1. https://example.org/a\n2. 明天请带电脑';
    expect(county.toldTo('S3-T1').slice(1)).toEqual([`「信息技术与学科整合培训」（1号）的资料：\n${all}`]);
    expect(county.toldTo('S3-T2')).toEqual([refused]);
    expect(await answer('S1-T1', '培训 1')).toContain(`资料：\n${all}`);
    expect(await answer('J1-C', '培训 1')).toContain(`资料：\n${all}`);
    expect(await answer('S3-T2', '培训 1')).not.toContain('example.org');
    // What comes when that has been told is another message.
    county.at('2026-12-01T10:03:30+08:00');
    await answer('J1-C', '培训资料 1 改在机房');
    await told();
    expect(county.toldTo('S3-T1').slice(2)).toEqual(['「信息技术与学科整合培训」（1号）的资料：\n3. 改在机房']);
  });

  test('a file goes with the training that is named before it, or after; who has a place gets it as itself', async () => {
    county.at('2026-12-01T10:00:00+08:00');
    expect(await answer('J1-C', '', { attachments: [slides] })).toContain('发培训资料请发「培训资料 编号」');
    expect(await answer('J1-C', '培训资料 1')).toContain('的第1份资料：第一讲.pptx。');
    county.at('2026-12-01T10:00:10+08:00');
    expect(await answer('J1-C', '', { attachments: [handout] })).toContain('的第2份资料：讲义.pdf。');
    expect(await answer('J1-C', '培训资料 1')).toContain('1. 第一讲.pptx（1 KB）\n2. 讲义.pdf（1 KB）');
    await told();
    expect(county.toldTo('S3-T1')).toEqual([
      '「信息技术与学科整合培训」（1号）的资料：\n1. 第一讲.pptx（1 KB）\n2. 讲义.pdf（1 KB）\n要文件请发「培训资料 1 1」，我发给您。',
    ]);
    expect(await answer('S3-T1', '培训资料 1 2')).toMatch(
      /^讲义.pdf（1 KB）https:\/\/jy\.example\/files\/\S+\n链接30分钟内有效，请不要转给别人。$/,
    );
    expect(await sent()).toEqual(['讲义.pdf']);
    expect(await answer('S3-T2', '培训资料 1 2')).toContain('的资料给报上的老师');
    // In a group nothing is handed out.
    expect(await answer('S3-T1', '培训资料 1 1', { group: 'g1' })).toContain('资料私下发给您了。');
    expect(saidTo('S3-T1')).toMatch(/^第一讲.pptx/);
    // A teacher's file after it is no material.
    expect(await answer('S3-T1', '培训资料 1')).toContain('讲义');
    expect(await answer('S3-T1', '', { attachments: [slides] })).toContain('是交哪一项的');
  });

  test('what is taken off keeps its number, is shown to nobody, and not told; its link opens no more', async () => {
    county.at('2026-12-01T10:00:00+08:00');
    await answer('J1-C', '培训资料 1 课件', { attachments: [slides], key: 'testing:slides' });
    county.at('2026-12-01T10:01:00+08:00');
    await answer('J1-C', '培训资料 1 明天请带电脑');
    const { models } = county;
    const key = { record: 'material:testing:slides', ref: 'slides' };
    const opens = async (who: string) =>
      (await openFile({ ...key, person: personId(who) }, models, county.now()))?.file.name;
    expect(await Promise.all(['J1-C', 'S3-T1', 'S3-T2'].map(opens))).toEqual(['第一讲.pptx', '第一讲.pptx', undefined]);
    await answer('S3-T1', '取消报名 1');
    expect(await opens('S3-T1')).toBeUndefined();
    expect(await answer('S1-T1', '取消资料 1 1')).toContain('由韩协调管，要拿掉请找本人');
    expect(await answer('J1-C', '取消资料 1')).toContain('请写明是第几份');
    expect(await answer('J1-C', '取消资料 1 1')).toContain('已拿掉');
    expect(await opens('S1-T1')).toBeUndefined();
    expect(await answer('S1-T1', '培训资料 1 1')).toContain('没有第1份资料');
    await told();
    expect(county.toldTo('S2-T1')).toEqual(['「信息技术与学科整合培训」（1号）的资料：\n2. 明天请带电脑']);
    expect(county.toldTo('S3-T1').join()).not.toContain('资料');
  });

  test('what does not arrive is said to who sent it, and stands nowhere', async () => {
    county.at('2026-12-01T10:00:00+08:00');
    await answer('J1-C', '培训资料 1', { attachments: [{ kind: 'file', ref: 'x', name: '安装.exe' }] });
    expect(saidTo('J1-C')).toBe(
      '「信息技术与学科整合培训」（1号）的资料里的「安装.exe」这种文件收不了。请换成文档、表格、课件、PDF、图片、音视频或压缩包再发一次；其他内容已经收好。再发前请先说「培训资料 1」。',
    );
    expect(await answer('J1-C', '培训资料 1')).toContain('还没有资料');
    await told();
    expect(county.toldTo('S3-T1')).toEqual([]);
  });

  test('worked again after a crash it is there once, and told once', async () => {
    county.at('2026-12-01T10:00:00+08:00');
    await answer('J1-C', '', { attachments: [slides] });
    await answer('J1-C', '培训资料 1 课件', { key: 'testing:again' });
    await connection
      .collection('inbox')
      .updateMany({}, { $set: { state: 'ready', dueAt: new Date(0) }, $unset: { doneAt: '' } });
    await county.settle();
    await told();
    expect(county.toldTo('S3-T1')).toHaveLength(1);
    expect(county.toldTo('S3-T1')[0]).toContain('1. 课件 · 第一讲.pptx（1 KB）\n要文件');
    expect(await connection.collection('fetches').countDocuments()).toBe(1);
  });
});
