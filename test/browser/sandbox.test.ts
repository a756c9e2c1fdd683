import { afterEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { faintTexts, LAPTOP, PHONE, sidewaysPx, testBrowser } from '../support/browser.js';
import { testDatabase } from '../support/database.js';
import { type SandboxHarness, startSandbox } from '../support/sandbox-harness.js';

const { connection } = testDatabase();
const browser = testBrowser();
const running: SandboxHarness[] = [];
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

async function start(): Promise<SandboxHarness> {
  const sandbox = await startSandbox(connection);
  running.push(sandbox);
  return sandbox;
}

const bubbles = (page: Page) => page.locator('.bubble-text');
const input = (page: Page) => page.locator('.composer textarea');
const say = async (page: Page, text: string): Promise<void> => {
  await input(page).fill(text);
  await page.keyboard.press('Enter');
};
const ready = async (page: Page): Promise<void> => {
  await page.locator('.live-on').waitFor({ state: 'attached' });
  await page.locator('.log[role=log]').waitFor();
};

describe('on a laptop', () => {
  test('one chooses a person, sends, sees the answer come and the ledger change beside it', async () => {
    const page = await browser.page((await start()).url);
    await page.getByRole('button', { name: '教科室主任 张静' }).click();
    await ready(page);
    expect(new URL(page.url()).search).toBe('?as=S01-03&chat=p-S01-03');
    expect(await page.locator('.entry').first().innerText()).toContain('未交 48');

    await say(page, '周记 今天的课上，小组讨论比上周顺');
    await bubbles(page).filter({ hasText: '已收到教育周记' }).waitFor();
    await page.locator('.entry').filter({ hasText: '未交 47' }).waitFor();
    await page.getByText('我：已交').waitFor();
    expect(await bubbles(page).count()).toBe(2);
    expect(await input(page).inputValue()).toBe('');
  });

  test('an address in what the bot says can be opened', async () => {
    const sandbox = await start();
    await sandbox.show('link:1', 'S01-03', '也可以在网页上填：http://127.0.0.1:9/forms/abc-1。请不要转给别人。', []);
    const page = await browser.page(`${sandbox.url}?as=S01-03`);
    await ready(page);
    const link = page.locator('.bubble-text a');
    expect(await link.getAttribute('href')).toBe('http://127.0.0.1:9/forms/abc-1');
    expect(await bubbles(page).innerText()).toContain('forms/abc-1。请不要转给别人。');
  });

  test('what a card offers stands below its words, and is pressed for whoever sees it', async () => {
    const sandbox = await start();
    await sandbox.show('nag:1', 'S01-03', '张老师，提醒您：\n· 教育周记（第13周）今天17:00截止。', [
      { label: '交周记', ref: 'ref-1', primary: true },
      { label: '今晚再说', ref: 'ref-2' },
    ]);
    const page = await browser.page(`${sandbox.url}?as=S01-03`);
    await ready(page);
    const answered = page.waitForResponse(/\/api\/presses$/u);
    await page.getByRole('button', { name: '今晚再说' }).click();
    await answered;
    expect(sandbox.accepted).toMatchObject([
      { kind: 'press', by: { account: 'S01-03', messageId: 'nag:1', ref: 'ref-2' } },
    ]);
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/buttons.png` });
    expect(await faintTexts(page)).toEqual([]);
  });

  test('time goes forward; whoever was reminded is one click away', async () => {
    const page = await browser.page(`${(await start()).url}?as=S01-03`);
    await ready(page);
    await page.getByRole('button', { name: /下一件事/u }).click();
    await page.getByText('提醒了没交周记的人，共 48 人').waitFor();
    await page.getByText('走过了3天23小时').waitFor();
    expect(await page.locator('.clock-face').innerText()).toMatch(/15:40[\s\S]*星期五/u);
    await bubbles(page).filter({ hasText: '本周教育周记还没有收到' }).waitFor();

    const others = page.locator('.who-side .elsewhere');
    await others.getByText('还有 47 人收到新消息').waitFor();
    const [colleague] = await others.locator('li strong').allInnerTexts();
    await others.locator('button').first().click();
    await page
      .locator('.who strong')
      .filter({ hasText: colleague ?? '' })
      .waitFor();
    await bubbles(page).filter({ hasText: '本周教育周记还没有收到' }).waitFor();
    await others.getByText('还有 46 人收到新消息').waitFor();
  });

  test('any moment to come can be chosen, a past one is refused with a sentence', async () => {
    browser.expectProblem(/409/u);
    const page = await browser.page(`${(await start()).url}?as=S01-03`);
    await ready(page);
    await page.getByRole('button', { name: '选时间…' }).click();
    await page.getByLabel('走到哪一刻').fill('2026-12-01T07:45');
    await page.getByRole('button', { name: '走到这里' }).click();
    await page.locator('.clock-face').filter({ hasText: '07:45' }).waitFor();
    await page.locator('.clock').getByText('第14周').waitFor();
    await page.getByRole('button', { name: '12月3日 星期四，上学日' }).click();
    await page.locator('.clock-face').filter({ hasText: '08:15' }).waitFor();
    // Past the field's own minimum, as a page left open on another computer would.
    await page.evaluate(() => document.querySelector('.move-to input')?.removeAttribute('min'));
    await page.getByLabel('走到哪一刻').fill('2026-11-01T07:45');
    await page.getByRole('button', { name: '走到这里' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('时间只能往前走');
  });

  test('everything goes with the keyboard alone', async () => {
    const page = await browser.page((await start()).url);
    await page.getByText('先选一个身份').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await ready(page);
    await page.keyboard.type('帮助');
    await page.keyboard.press('Enter');
    await bubbles(page).filter({ hasText: '您可以这样发消息' }).waitFor();
    await page.keyboard.type('第一行');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('第二行');
    await page.keyboard.press('Enter');
    await bubbles(page)
      .filter({ hasText: /^第一行\n第二行$/u })
      .waitFor();

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('xiaozhang');
    await page.getByText('没有找到').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('第一小学 校长');
    await page.locator('.option').nth(1).waitFor();
    await page.keyboard.press('ArrowDown');
    const chosen = await page.locator('.option[aria-selected=true] strong').innerText();
    await page.keyboard.press('Enter');
    await page.locator('.who strong').filter({ hasText: chosen }).waitFor();

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await ready(page);
    for (let i = 0; i < 20 && !(await focusIs(page, '到明早')); i += 1) await page.keyboard.press('Tab');
    expect(await outline(page)).toBe('solid');
    await page.keyboard.press('Enter');
    await page.locator('.clock-face').filter({ hasText: '08:15' }).waitFor();
  });

  test('after a lost connection the page catches up, without doubles', async () => {
    browser.expectProblem(/ERR_|Failed to load/u);
    const sandbox = await start();
    const page = await browser.page(`${sandbox.url}?as=S01-03`);
    await ready(page);
    await sandbox.tell('k1', 'S01-03', '第一条');
    await bubbles(page).filter({ hasText: '第一条' }).waitFor();
    sandbox.cut();
    await sandbox.tell('k2', 'S01-03', '第二条');
    sandbox.cut();
    await sandbox.tell('k3', 'S01-03', '第三条');
    await bubbles(page).filter({ hasText: '第三条' }).waitFor();
    expect(await bubbles(page).allInnerTexts()).toEqual(['第一条', '第二条', '第三条']);
  });

  test('a message that could not be sent waits, and is sent once', async () => {
    browser.expectProblem(/ERR_FAILED/u);
    const sandbox = await start();
    const page = await browser.page(`${sandbox.url}?as=S01-03`);
    await ready(page);
    await page.route('**/api/messages', (route) => route.abort(), { times: 1 });
    await say(page, '帮助');
    await page.getByRole('alert').filter({ hasText: '连不上服务器' }).waitFor();
    await page.getByRole('button', { name: '没有发出，点这里重发' }).click();
    await bubbles(page).filter({ hasText: '您可以这样发消息' }).waitFor();
    expect(await page.locator('.mine').count()).toBe(1);
    expect(sandbox.accepted).toHaveLength(1);
  });

  test('in a group the bot is mentioned, unless one switches it off', async () => {
    const sandbox = await start();
    const page = await browser.page(`${sandbox.url}?as=S01-03&chat=g-school`);
    await ready(page);
    await say(page, '我的');
    await bubbles(page).filter({ hasText: '您说的是：我的' }).waitFor();
    expect(await page.locator('.quote').innerText()).toBe('张静：@教研助手 我的');
    await page.getByRole('switch').click();
    // The page shows it at once, and not only when it is taken.
    const taken = page.waitForResponse(/\/api\/messages$/u);
    await say(page, '中午一起吃饭');
    await bubbles(page)
      .filter({ hasText: /^中午一起吃饭$/u })
      .waitFor();
    await taken;
    expect(sandbox.accepted).toMatchObject([
      { text: '我的', addressed: true },
      { text: '中午一起吃饭', addressed: false },
    ]);
  });

  test('two pages see each other, and a chat one does not look at counts what is new', async () => {
    const sandbox = await start();
    const lead = await browser.page(`${sandbox.url}?as=S01-03`);
    const teacher = await browser.page(`${sandbox.url}?as=S01-20&chat=g-school`);
    await ready(lead);
    await ready(teacher);
    await teacher.getByRole('switch').click();
    await say(teacher, '请问月报谁交？');
    const group = lead.locator('.chat-button').filter({ hasText: '第一小学教师群' });
    await group.locator('.badge').filter({ hasText: '1' }).waitFor();
    await group.click();
    await bubbles(lead).filter({ hasText: '请问月报谁交？' }).waitFor();
    expect(await group.locator('.badge').count()).toBe(0);
    await lead.goBack();
    await lead.locator('.talk-head').filter({ hasText: '私聊' }).waitFor();
  });

  test('a form is put into the input with one click', async () => {
    const page = await browser.page(`${(await start()).url}?as=S01-03`);
    await ready(page);
    await say(page, '月报');
    await page.getByRole('button', { name: '填到输入框' }).click();
    expect(await input(page).inputValue()).toContain('教研活动次数：');
  });

  test('what people write is text, never a part of the page', async () => {
    const sandbox = await start();
    const page = await browser.page(`${sandbox.url}?as=S01-03`);
    await ready(page);
    const nasty = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await say(page, nasty);
    await bubbles(page)
      .filter({ hasText: `您说的是：${nasty}` })
      .waitFor();
    expect(await page.title()).toBe('教研助手 · 体验沙盒');
  });
});

describe('on any screen', () => {
  test.each([
    ['a laptop, light', LAPTOP, 'light'],
    ['a laptop, dark', LAPTOP, 'dark'],
    ['a tablet', { width: 1024, height: 768 }, 'light'],
    ['a phone, light', PHONE, 'light'],
    ['a phone, dark', PHONE, 'dark'],
    ['a small phone', { width: 360, height: 640 }, 'light'],
  ] as const)('%s: everything fits, and all text can be read', async (_, viewport, colorScheme) => {
    const sandbox = await start();
    const page = await browser.page(sandbox.url, { viewport, colorScheme });
    await page.getByText('先选一个身份').waitFor();
    expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);

    await sandbox.tell('k1', 'S01-20', '本周教育周记还没有收到。');
    await page.goto(`${sandbox.url}?as=S01-03&chat=g-school`);
    await page.locator('.log[role=log]').waitFor();
    await sandbox.tell('k2', 'S01-03', '张老师您好');
    await sandbox.tell('k3', 'S01-21', '本周教育周记还没有收到。');
    await say(page, `周记 ${'很长的一段话，'.repeat(12)} https://example.org/${'a'.repeat(120)}`);
    await bubbles(page).filter({ hasText: '已收到教育周记' }).waitFor();
    expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);
    for (const tab of ['名册', '时间', '聊天']) {
      const button = page.locator('.tabs').getByRole('button', { name: tab });
      if (!(await button.isVisible())) continue;
      await button.click();
      expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);
    }
    await page.getByRole('button', { name: /换人/u }).click();
    await page.locator('.option').first().waitFor();
    expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);
  });

  test('on a phone chat, ledger and time are a tab apart', async () => {
    const sandbox = await start();
    const page = await browser.page(`${sandbox.url}?as=S01-03`, { viewport: PHONE });
    await page.locator('.log[role=log]').waitFor();
    await page.getByRole('button', { name: '时间', exact: true }).click();
    await page.getByRole('button', { name: /下一件事/u }).click();
    await page.locator('.view-side .elsewhere').getByText('还有 47 人收到新消息').waitFor();
    await page.locator('.tabs .badge').waitFor();
    await page.getByRole('button', { name: '名册' }).click();
    await page.getByText('还没交的 48 人').waitFor();
    expect(await page.locator('.composer').isVisible()).toBe(false);
    await page.getByRole('button', { name: /^聊天/u }).click();
    await bubbles(page).filter({ hasText: '本周教育周记还没有收到' }).waitFor();
    expect(await page.locator('.tabs .badge').count()).toBe(0);
  });
});

const focusIs = (page: Page, label: string): Promise<boolean> =>
  page.evaluate((text) => document.activeElement?.textContent === text, label);

const outline = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement && getComputedStyle(document.activeElement).outlineStyle).then(String);
