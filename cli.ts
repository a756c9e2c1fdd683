#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { accountsCommand } from './commands/accounts.js';
import { ask } from './commands/ask.js';
import { backupCommand, restoreCommand } from './commands/backup.js';
import { bindCodes } from './commands/bind-codes.js';
import { bindGroup } from './commands/bind-group.js';
import { type Command, nothingMore, UsageProblem } from './commands/command.js';
import { doctor } from './commands/doctor.js';
import { exportDuty } from './commands/export.js';
import { exportCollection } from './commands/export-collection.js';
import { exportHours } from './commands/export-hours.js';
import { importRoster } from './commands/import-roster.js';
import { pauseCommand, resumeCommand } from './commands/pause.js';
import { report } from './commands/report.js';
import { runJob } from './commands/run-job.js';
import { loadEnv } from './config/env.js';
import { ConfigError } from './config/load.js';
import { nearestName } from './config/nearest-name.js';
import { createLog, serve } from './main.js';
import { BackupProblem } from './models/backup-files.js';

const serveCommand: Command = {
  usage: 'serve',
  help: '启动程序：接收消息、提醒、汇总，直到按 Ctrl+C。配置全部来自环境变量。',
  run: async (given, { env }) => {
    nothingMore(given);
    await serve(env);
    return 0;
  },
};

const commands: Record<string, Command> = {
  serve: serveCommand,
  'import-roster': importRoster,
  'run-job': runJob,
  export: exportDuty,
  'export-hours': exportHours,
  'export-collection': exportCollection,
  ask,
  report,
  accounts: accountsCommand,
  'bind-codes': bindCodes,
  'bind-group': bindGroup,
  pause: pauseCommand,
  resume: resumeCommand,
  backup: backupCommand,
  restore: restoreCommand,
  doctor,
};

// `jiaoyan run-job … | head` closes the pipe: there is nobody left to tell.
process.stdout.on('error', () => process.exit(0));

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs one command; the exit code is 0 done, 1 failed, 2 bad usage or bad input. */
async function main([name = 'help', ...rest]: string[]): Promise<number> {
  const command = commands[name];
  if (!command || rest.includes('--help') || rest.includes('-h')) return help(name, command);
  try {
    const { values, positionals } = parseArgs({ args: rest, options: command.options ?? {}, allowPositionals: true });
    const env = loadEnv(process.env);
    // An operator's terminal shows the program's own sentences; its log only when something is wrong.
    const log = createLog(name === 'serve' ? env.logLevel : 'error');
    return await command.run({ args: positionals, options: values }, { env, log, say, complain });
  } catch (error) {
    return explain(error, command);
  }
}

function help(name: string, command: Command | undefined): number {
  if (command) {
    // In the list of all commands what goes on stands below its first line; alone it does not.
    say(`用法：npx jiaoyan ${command.usage}\n\n${command.help.replace(/\n +/gu, '\n')}`);
    return 0;
  }
  if (name !== 'help' && name !== '--help' && name !== '-h') {
    const nearest = nearestName(name, Object.keys(commands));
    complain(`没有叫「${name}」的命令。${nearest ? `是不是 ${nearest}？` : ''}\n看有哪些：npx jiaoyan --help`);
    return 2;
  }
  say('用法：npx jiaoyan 命令 [参数]\n');
  for (const each of Object.values(commands)) say(`  ${each.usage}\n      ${each.help}`);
  say('\n命令作用于 MONGODB_URI 指向的数据库；没有设置时，作用于 DATA_DIR 下的内置数据库，服务器运行时也可以用。');
  return 0;
}

function explain(error: unknown, command: Command): number {
  const usage = error instanceof UsageProblem ? error.message : parseProblem(error);
  if (usage !== undefined) {
    complain(`${usage}\n用法：npx jiaoyan ${command.usage}`);
    return 2;
  }
  const place = placeProblem(error);
  if (place !== undefined) {
    complain(place);
    return 2;
  }
  if (error instanceof ConfigError || error instanceof BackupProblem) {
    complain(error.message);
    return 2;
  }
  complain(error instanceof Error ? error.message : '没有办成，原因不明。');
  return 1;
}

/** What node's own sentence says of the options, in ours. */
function parseProblem(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  const [option = ''] = /--?[\w-]+/u.exec(error.message) ?? [];
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `没有「${option}」这个选项。`;
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return `「${option}」的值没有写，或不该有值。`;
  return String(error.code).startsWith('ERR_PARSE_ARGS') ? '参数写得不对。' : undefined;
}

/** A file that cannot stand where the operator wants it. */
function placeProblem(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined;
  // What is being written has a name of its own until it is whole; the operator knows the other.
  const path = String(error.path).replace(/\.part(?:ial-\w+)?$/u, '');
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return `没有 ${path} 所在的目录，请检查路径。`;
  if (error.code === 'EISDIR') return `${path} 是一个目录，请写文件名。`;
  return error.code === 'EACCES' ? `没有权限写 ${path}。` : undefined;
}

process.exitCode = await main(process.argv.slice(2));
