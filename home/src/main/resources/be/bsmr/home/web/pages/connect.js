// A real meter in the place of the simulated house: the first step of the first start once more, all else stays as it is.

import { html, nothing, render } from '../lit-html.js';
import { t } from '../i18n.js';
import { ask, refusal, source } from '../parts/start-source.js';
import { Draft } from '../settings-draft.js';

/** The program begins anew within so many seconds, or does not. */
const PATIENCE_S = 30;

/** Is there before the page. */
export const style = 'style/settings.css';

export default class ConnectPage {
  #root;
  #told = null;
  #trouble = '';
  #chosen = '';
  /** So many more answers of the simulated house are waited for. */
  #beginning = 0;
  #asking = false;
  #draft = new Draft(() => this.#render());

  constructor(root) {
    this.#root = root;
    this.#render();
    this.tick();
  }

  draw() {}

  /** What is heard on the line that is tried, each second, until a meter is there. */
  async tick() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    const answer = await ask();
    this.#asking = false;
    if (answer?.status === 204) {
      location.replace('./#/meter');
    } else if (answer?.ok) {
      this.#told = await answer.json();
      this.#beginning = Math.max(0, this.#beginning - 1);
    } else if (answer) {
      this.#trouble = t('settingsOwnersOnly');
    }
    this.#render();
  }

  redress() {
    this.#render();
  }

  /** Lets go of the line that was tried. */
  close() {
    ask({ source: '' });
  }

  #render() {
    render(html`<h2 class="start-title">${t('connectTitle')}</h2>
      <section class="settings start"><p class="note">${t('connectNote')}</p>
        ${this.#told ? source(this.#told, this.#chosen, (one) => this.#try(one)) : nothing}</section>
      <p class="settings start-bar"><button type="button" id="begin" ?disabled=${!this.#chosen || this.#beginning > 0 || this.#draft.saving} @click=${() => this.#begin()}>${t('startBegin')}</button>
        <a href="#/settings">${t('navSettings')}</a>
        <span role="status">${this.#beginning ? t('startBeginning') : ''}</span></p>
      <p class="trouble" role="alert" id="start-trouble">${this.#trouble || this.#draft.trouble || (this.#told?.trouble ? t('startFailed', { why: this.#told.trouble }) : '')}</p>`, this.#root);
  }

  async #try(one) {
    this.#chosen = one;
    this.#trouble = '';
    this.#render();
    this.#trouble = await refusal(one);
    if (this.#trouble) {
      this.#chosen = '';
    }
    this.tick();
  }

  async #begin() {
    this.#draft.set('source', this.#chosen);
    this.#beginning = await this.#draft.save() ? PATIENCE_S : 0;
    this.#render();
  }
}
