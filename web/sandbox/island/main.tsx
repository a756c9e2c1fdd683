import { render } from 'preact';
import { App } from './app.js';
import { createController } from './controller.js';

const root = document.getElementById('sandbox');
if (root) {
  const controller = createController(() => Date.now());
  root.replaceChildren();
  render(<App controller={controller} />, root);
  controller.start();
}
