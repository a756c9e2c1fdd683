import { showChosen } from './chosen.js';
import { sendWithProgress } from './send.js';

/** A form with files works without this; with it, what was chosen is seen, and how far it has come. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sending]')) {
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type=file]')) showChosen(form, input);
  sendWithProgress(form);
}
