/** In a group: the table is for whoever asked. */
export const sentPrivately = '表格私下发给您。';

export const howToExport = (word: string): string =>
  `请写明要哪项任务的表格，例如：导出 ${word}。可以再写哪一期（第9周、10月、本学期、上学期）、哪所学校；只要各校各期的数字，写「导出 ${word} 总表」。`;

/** What one table is of: 全县教育周记（第9周）. `when` is empty where nothing was ever collected. */
export const called = (whose: string, duty: string, when: string): string =>
  `${whose}${duty}${when === '' ? '' : `（${when}）`}`;

/** Issues and projects have several at a time. */
export const labels = (periods: readonly { label: string }[]): string =>
  periods.length > 3 ? `${periods.length}期` : periods.map(({ label }) => label).join('、');

export const nothingCollected = (duty: string, when: string): string =>
  `${duty}${when === '' ? '现在没有在收的一期' : `还没有${when}的名册`}。`;

export const noTerm = '校历里没有这个学期，请写明哪一期，例如 10月。';

export const nothing = (table: string): string => `${table}还没有可以导出的。`;

/** `matrix`: what to type for the numbers, where they may be seen. */
export const onlyNumbers = (table: string, matrix: string | undefined): string =>
  `${table}您看得到数字，名单由各校看。${matrix === undefined ? '' : `要各校各期的数字请发「${matrix}」。`}`;

export const noMatrix = (duty: string): string => `${duty}没有应交的期次，做不成总表。`;
export const noMatrixBySubject = '总表按学校算，您看的是学科和组里的，请去掉「总表」。';

export const tooMany = (table: string, most: number): string =>
  `${table}超过${most}行，聊天里发不了。请少要一些：一期，或一所学校、一个片区；整张的请管理员用 export 导出。`;

export const ready = (table: string, rows: number): string =>
  `${table}的表格，${rows}行。只有您看得到的人和内容，请只给该看的人。`;
export const readyMatrix = (table: string): string => `${table}的总表，每格是已交/应交，没有姓名。`;

/** In place of the file, where none can be sent. */
export const noFile = (command: string): string =>
  `表格在这里发不了，请在飞书或企业微信里发「${command}」，或请管理员导出。`;

export const fileName = (table: string): string => `${table}.xlsx`.replaceAll('/', '-');

/** The words for stretches and shapes, as people type them. */
export const words = { thisTerm: '本学期', lastTerm: '上学期', matrix: '总表' } as const;
