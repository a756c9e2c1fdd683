const formats = new Map<string, Intl.DateTimeFormat>();

/** A formatter is slow to make, and a page shows hundreds of times. */
function format(zone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${name}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat('zh-CN', { timeZone: zone, ...options });
  formats.set(key, found);
  return found;
}

/** 16:05 */
export const timeOf = (at: string | Date, zone: string): string =>
  format(zone, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));

/** 11月23日 */
export const dateOf = (at: string | Date, zone: string): string =>
  format(zone, 'date', { month: 'long', day: 'numeric' }).format(new Date(at));

/** 2026年11月23日 */
export const fullDateOf = (at: string | Date, zone: string): string =>
  format(zone, 'full', { year: 'numeric', month: 'long', day: 'numeric' }).format(new Date(at));

/** 星期一 */
export const weekdayOf = (at: string | Date, zone: string): string =>
  format(zone, 'weekday', { weekday: 'long' }).format(new Date(at));

/** 2026-11-23T16:05, as a date-and-time field wants it. */
export const fieldOf = (at: string | Date, zone: string): string =>
  format(zone, 'field', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(new Date(at))
    .replaceAll('/', '-')
    .replace(/\s+/u, 'T');

/** How long from one instant to another: 3天4小时, 20分钟. */
export function spanOf(from: string, to: string): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days > 0) return `${days}天${hours > 0 ? `${hours}小时` : ''}`;
  return hours > 0 ? `${hours}小时${minutes % 60 > 0 ? `${minutes % 60}分钟` : ''}` : `${Math.max(minutes, 1)}分钟`;
}
