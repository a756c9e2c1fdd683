import { actFor, handInLate } from './act-for.js';
import { bindAgain, bindGroup } from './bind.js';
import { exempt, revokeExemption } from './exempt.js';
import type { Handler } from './handler.js';
import { help } from './help.js';
import { endLeave, takeLeave } from './leave.js';
import { mine } from './mine.js';
import { missing } from './missing.js';
import { confirm, edit, restore, withdraw } from './own.js';
import { urge } from './urge.js';

export interface Route {
  words: readonly string[];
  /** `alone`: the word is the whole message, so that a sentence beginning with it is not a command. */
  takes: 'words' | 'alone';
  handler: Handler;
}

/**
 * What people type, and what it does: read this page to know the product. The first route that matches wins; after
 * these come the duties' own words from the catalogue (周记 …, 月报).
 */
export const routes: readonly Route[] = [
  { words: ['帮助', '使用帮助', 'help', '?'], takes: 'alone', handler: help },
  { words: ['我的', '我的任务'], takes: 'alone', handler: mine },
  { words: ['撤回'], takes: 'alone', handler: withdraw },
  { words: ['恢复'], takes: 'alone', handler: restore },
  { words: ['确认'], takes: 'alone', handler: confirm },
  { words: ['修改'], takes: 'words', handler: edit },
  { words: ['补交'], takes: 'words', handler: handInLate },
  { words: ['代交'], takes: 'words', handler: actFor },
  { words: ['请假'], takes: 'words', handler: takeLeave },
  { words: ['销假', '我回来了'], takes: 'words', handler: endLeave },
  { words: ['未交', '谁没交'], takes: 'words', handler: missing },
  { words: ['催交'], takes: 'words', handler: urge },
  { words: ['免交'], takes: 'words', handler: exempt },
  { words: ['取消免交'], takes: 'words', handler: revokeExemption },
  { words: ['绑定本群'], takes: 'words', handler: bindGroup },
  { words: ['绑定'], takes: 'words', handler: bindAgain },
];

/** Words no duty of a catalogue may take. */
export const commandWords: readonly string[] = routes.flatMap(({ words }) => words);
