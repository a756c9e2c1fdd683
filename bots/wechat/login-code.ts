import { renderUnicodeCompact } from 'uqr';

/** White on black, and back to the terminal's own colours. */
const [ON, OFF] = ['\u001b[97;40m', '\u001b[0m'];

/**
 * What a phone scans for a login, drawn for a terminal, with what is drawn below it for where it does not come out.
 *
 * @param colours whether it may set its colours: drawn in those of a light terminal, dark and light would be swapped.
 */
export function loginCode(qr: string, colours: boolean): string {
  const drawn = renderUnicodeCompact(qr, { ecc: 'L', border: 2 });
  const lines = drawn.split('\n').map((line) => (colours ? `${ON}${line}${OFF}` : line));
  return `微信等待扫码，请用机器人的手机扫：\n${lines.join('\n')}\n扫不出来，请把这段内容另做成二维码再扫：\n${qr}\n`;
}
