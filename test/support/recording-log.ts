import type { Log } from '../../models/log.js';

export interface RecordingLog extends Log {
  lines: { level: string; fields: Record<string, unknown>; message: string }[];
}

/** A log that keeps what it was told. */
export function recordingLog(): RecordingLog {
  const lines: RecordingLog['lines'] = [];
  const at = (level: string) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
