/** How an entry of a page stands, and whether what was accepted came late. */
interface Standing {
  status: string;
  late?: true;
}

/** Whether what is in came late (补交), accepted since or not: late work is counted, and stays marked (BR5). */
export const isLate = ({ status, late }: Standing): boolean =>
  status === 'late' || (status === 'accepted' && late === true);

/** Whether an entry is one of those asked for: what was accepted late is among the late as well. */
export const standsAs = (entry: Standing, statuses: readonly string[]): boolean =>
  statuses.includes(entry.status) || (statuses.includes('late') && isLate(entry));
