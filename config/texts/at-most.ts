/** In the place of a problem of a field: as many have chosen it as may. */
export const full = (name: string, count: number, most: number): string =>
  `${name}这一期已有${count}位老师选了，最多${most}位。请换一个；确实要选它，请协调员代您交`;

/** To who made it one too many, when several chose the same at once. */
export const alsoTaken = (name: string, count: number, most: number, label: string): string =>
  `另外，${name}刚才也有别的老师选了，现在有${count}位，一般最多${most}位。您交的已收好，协调员会和您商量；想自己换，请发「修改 ${label}：…」。`;

/** To whoever may make an exception. */
export const over = (
  who: string,
  duty: string,
  label: string,
  no: string,
  { name, count, most }: { name: string; count: number; most: number },
): string =>
  `${name}在${duty}（${label}）里现在有${count}位老师选了，多于${most}位，刚交的是${who}（编号${no}）。请和他们商量；就这样也可以，不用再办什么。看全文请发「看 ${no}」。`;
