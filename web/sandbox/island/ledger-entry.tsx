import type { Status } from '../../../models/roll.js';
import type { LedgerRow } from '../deps.js';

type Counts = NonNullable<LedgerRow['counts']>;

const STATES: Record<Status, string> = {
  owed: '未交',
  draft: '草稿',
  claimed: '待认定',
  'in-cluster': '由片区承担',
  returned: '退回',
  'handed-in': '已交',
  late: '补交',
  accepted: '已通过',
  leave: '请假',
  exempt: '免交',
  absent: '不在册',
};

/** One duty in one period: of one school, or of several added up with the schools behind. */
export function LedgerEntry({ rows }: { rows: LedgerRow[] }) {
  const [first] = rows;
  if (!first) return null;
  const counts = sum(rows.flatMap((row) => row.counts ?? []));
  const mine = rows.find((row) => row.mine)?.mine;
  return (
    <article class="entry" data-over={first.over && counts?.missing !== 0 ? '' : undefined}>
      <header>
        <h3>
          {first.duty} <span class="tag">{first.period}</span>
        </h3>
        {mine && <span class={`state state-${mine}`}>我：{STATES[mine]}</span>}
      </header>
      {counts && <Bar counts={counts} />}
      <p class="quiet due">
        {rows.length === 1 ? first.school : `${rows.length} 所学校`} · {first.due}
        {first.over ? '已截止' : '截止'}
      </p>
      {rows.length === 1 ? <Missing names={first.missing} /> : <Schools rows={rows} />}
    </article>
  );
}

function Bar({ counts }: { counts: Counts }) {
  const { owed, handedIn, late, missing } = counts;
  return (
    <>
      <p class="counts">
        <strong key={handedIn} class="count">
          {handedIn}
        </strong>
        <span class="quiet"> / {owed} 已交</span>
        <span class="counts-more">{remarks(counts).join(' · ')}</span>
      </p>
      <div class="bar" role="img" aria-label={`应交 ${owed}，已交 ${handedIn}，其中补交 ${late}，未交 ${missing}`}>
        <span class="bar-in" style={{ width: share(handedIn - late, owed) }} />
        <span class="bar-late" style={{ width: share(late, owed) }} />
      </div>
    </>
  );
}

const share = (part: number, whole: number): string => `${whole === 0 ? 0 : (part / whole) * 100}%`;

const remarks = ({ late, missing, leave, exempt }: Counts): string[] =>
  [
    missing > 0 && `未交 ${missing}`,
    late > 0 && `补交 ${late}`,
    leave > 0 && `请假 ${leave}`,
    exempt > 0 && `免交 ${exempt}`,
  ].filter((remark) => remark !== false);

function Missing({ names }: { names: string[] | undefined }) {
  if (!names || names.length === 0) return null;
  return (
    <details>
      <summary>还没交的 {names.length} 人</summary>
      <p>{names.join('、')}</p>
    </details>
  );
}

function Schools({ rows }: { rows: LedgerRow[] }) {
  return (
    <details>
      <summary>各校情况</summary>
      <ul class="schools">
        {rows.map(({ school, counts, mine }) => (
          <li key={school}>
            <span>{school}</span>
            <span>{counts ? `${counts.handedIn}/${counts.owed}` : mine && STATES[mine]}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function sum(all: Counts[]): Counts | undefined {
  if (all.length === 0) return undefined;
  const add = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  return {
    owed: add('owed'),
    handedIn: add('handedIn'),
    late: add('late'),
    missing: add('missing'),
    leave: add('leave'),
    exempt: add('exempt'),
  };
}
