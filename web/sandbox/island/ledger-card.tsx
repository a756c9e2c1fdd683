import type { LedgerRow, LedgerView } from '../deps.js';
import { LedgerEntry } from './ledger-entry.js';

/** The ledger beside the talk: what the person one is may see of it. */
export function LedgerCard({ ledger }: { ledger: LedgerView | undefined }) {
  return (
    <section class="card ledger" aria-labelledby="ledger-title">
      <h2 id="ledger-title">
        应交名册 <span class="quiet">{ledger?.title}</span>
      </h2>
      {ledger?.rows.length === 0 && <p class="quiet">现在没有要交的东西。</p>}
      {byPeriod(ledger?.rows ?? []).map((rows) => (
        <LedgerEntry key={keyOf(rows[0])} rows={rows} />
      ))}
    </section>
  );
}

const keyOf = (row: LedgerRow | undefined): string => `${row?.duty} ${row?.period}`;

/** Rows of one duty and period together, in the order they came. */
function byPeriod(rows: LedgerRow[]): LedgerRow[][] {
  const groups = new Map<string, LedgerRow[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()];
}
