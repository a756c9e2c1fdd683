import { page as texts } from '../../../config/texts/check-in-page.js';

/** What needs a script on pages that can be read without one: copying the sentence, printing the certificate. */
const sentence = document.getElementById('sentence')?.textContent?.trim();
const copy = document.getElementById('copy');
if (copy && sentence && 'clipboard' in navigator) {
  copy.hidden = false;
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(sentence).then(
      () => (copy.textContent = texts.copied),
      // Not allowed here: the sentence stands there to be copied by hand.
      () => (copy.hidden = true),
    );
  });
}

const print = document.getElementById('print');
if (print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}
