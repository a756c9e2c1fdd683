import { renderSVG } from 'uqr';

/** A QR code as an SVG, dark on light whatever the page's colours: cameras do not read the reverse reliably. */
export const qrSvg = (text: string): string =>
  renderSVG(text, { ecc: 'M', border: 4, whiteColor: '#ffffff', blackColor: '#000000' });
