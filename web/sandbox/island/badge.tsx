/** How many messages were not seen yet; nothing when there are none. */
export function Badge({ count }: { count: number | undefined }) {
  if (!count) return null;
  return (
    <span class="badge">
      {count > 99 ? '99+' : count}
      <span class="hidden">条新消息</span>
    </span>
  );
}
