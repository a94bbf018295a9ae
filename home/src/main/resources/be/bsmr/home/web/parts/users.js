// Who may come in: people with a password, programs with a token.

import { html, nothing } from '../lit-html.js';
import { fullDay, t } from '../i18n.js';
import { ours } from '../ours.js';
import { rowHead } from './table.js';

const ROLES = ['owner', 'viewer'];
const HERE = ['localhost', '127.0.0.1', '[::1]'];
const SCOPES = ['read', 'control', 'panel'];

export class Users {
  #onChange;
  #told = null;
  #trouble = '';
  #done = '';
  /** What a token is, right after it was made. */
  #secret = null;
  /** At which of our addresses a display is to open it. */
  #address = 0;
  /** Whose password is being changed. */
  #changing = null;

  /** @param onChange called when something is to be drawn anew */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Whether somebody has a password; undefined before it is known. */
  get areThere() {
    return this.#told ? this.#told.users.length > 0 : undefined;
  }

  async load() {
    const answer = await ours('api/users').catch(() => null);
    this.#told = answer?.ok ? await answer.json() : null;
    this.#onChange();
  }

  view() {
    if (!this.#told) {
      return nothing;
    }
    const { users, tokens } = this.#told;
    return html`<section class="settings" id="users"><fieldset><legend>${t('usersPeople')}</legend>
      ${users.length === 0 ? html`<p class="note">${t('usersNone')}</p>` : html`<table><tbody>${users.map((one) => this.#person(one))}</tbody></table>`}
      ${this.newUser()}</fieldset>
      <fieldset><legend>${t('usersPrograms')}</legend>
      <p class="note"><a href="api">${t('tokenFor')}</a></p>
      ${tokens.length === 0 ? nothing : html`<table><tbody>${tokens.map((one) => html`<tr>${rowHead(named(one))}<td>${t(`scope_${one.scope}`)}</td>
        <td><button type="button" @click=${() => this.#ask({ token: one.name, remove: true }, t('without', { what: one.name }))}>${t('remove')}</button></td></tr>`)}</tbody></table>`}
      <form class="add" @submit=${(event) => this.#onSubmit(event, (form) => this.#ask({ token: form.get('name'), scope: form.get('scope') }))}>
        <label for="token-name"><span>${t('tokenName')}</span><input id="token-name" name="name" required autocomplete="off"></label>
        <label for="token-scope"><span>${t('tokenScope')}</span><select id="token-scope" name="scope">${SCOPES.map((one) => html`<option value=${one}>${t(`scope_${one}`)}</option>`)}</select></label>
        <button type="submit">${t('tokenMake')}</button></form>
      ${this.#secret ? this.#once() : nothing}</fieldset>
      <p id="users-trouble" class="trouble" role="alert">${this.#trouble}</p><p id="users-done" role="status">${this.#done}</p></section>`;
  }

  /** A form for one more; the first is an owner, and signed in with it at once. */
  newUser() {
    const first = this.areThere === false;
    return html`<form class="add" @submit=${(event) => this.#onSubmit(event, (form) => this.#make(form, first))}>
      <label for="user-name"><span>${t('loginName')}</span><input id="user-name" name="name" required autocomplete="username" autocapitalize="none" spellcheck="false"></label>
      <label for="user-password"><span>${t('passwordNew')}</span><input id="user-password" name="password" type="password" required autocomplete="new-password"></label>
      ${first ? nothing : html`<label for="user-role"><span>${t('role')}</span><select id="user-role" name="role">${['viewer', 'owner'].map((one) => html`<option value=${one}>${t(`role_${one}`)}</option>`)}</select></label>`}
      <button type="submit">${t(first ? 'userFirst' : 'userMake')}</button></form>`;
  }

  /** What went wrong last, for who shows only the form. */
  get trouble() {
    return this.#trouble;
  }

  /** A display opens an address, once, and is told apart from then on: that of this page, unless only this machine knows it. */
  #once() {
    const { token, isPanel } = this.#secret;
    const isHere = isPanel && HERE.includes(location.hostname);
    const bases = isHere && this.#told.addresses.length > 0 ? this.#told.addresses : [document.baseURI];
    const value = isPanel ? new URL(`panel#${token}`, bases[this.#address] ?? bases[0]).href : token;
    return html`<div class="secret"><label for="token-secret"><span>${t('tokenOnce')}</span><input id="token-secret" readonly .value=${value} @focus=${({ target }) => target.select()}></label>
      ${bases.length > 1 ? html`<label for="token-address"><span>${t('tokenAddress')}</span><select id="token-address" @change=${({ target }) => this.#choose(Number(target.value))}>${bases.map((one, i) => html`<option value=${i} .selected=${i === this.#address}>${new URL(one).host}</option>`)}</select></label>` : nothing}
      ${isHere && this.#told.addresses.length === 0 ? html`<p class="note" id="token-here">${t('tokenHere')}</p>` : nothing}</div>`;
  }

  #choose(address) {
    this.#address = address;
    this.#onChange();
  }

  #person(one) {
    const me = document.getElementById('me')?.textContent === one.name;
    return html`<tr>${rowHead(named(one))}<td><select aria-label=${`${one.name}: ${t('role')}`} @change=${async ({ target }) => await this.#ask({ user: one.name, role: target.value }) || (target.value = one.role)}>
        ${ROLES.map((role) => html`<option value=${role} .selected=${role === one.role}>${t(`role_${role}`)}</option>`)}</select></td>
      <td><button type="button" @click=${() => this.#change(one.name)}>${t('passwordChange')}</button>
        <button type="button" @click=${() => this.#ask({ user: one.name, sign_out: true }, t('signedOut', { name: one.name })).then(() => me && location.reload())}>${t('signOutEverywhere')}</button>
        <button type="button" @click=${() => this.#ask({ user: one.name, remove: true }).then((gone) => gone && me && location.reload())}>${t('remove')}</button></td></tr>
      ${this.#changing === one.name ? html`<tr><td colspan="3"><form class="add" @submit=${(event) => this.#onSubmit(event, (form) => this.#renew(one.name, form.get('password'), me))}>
        <input hidden readonly autocomplete="username" .value=${one.name}><label for="password-new"><span>${t('passwordOf', { name: one.name })}</span><input id="password-new" name="password" type="password" required autocomplete="new-password"></label>
        <button type="submit">${t('settingsSave')}</button></form></td></tr>` : nothing}`;
  }

  #change(name) {
    this.#changing = this.#changing === name ? null : name;
    this.#onChange();
    document.getElementById('password-new')?.focus();
  }

  #onSubmit(event, take) {
    event.preventDefault();
    take(new FormData(event.target)).then((taken) => taken && event.target.reset());
  }

  async #make(form, first) {
    const [name, password] = [form.get('name').trim(), form.get('password')];
    if (this.#told.users.some((one) => one.name === name)) {
      this.#trouble = t('userThere', { name });
      this.#onChange();
      return false;
    }
    const taken = await this.#ask({ user: name, password, role: first ? 'owner' : form.get('role') }, t('userMade', { name }));
    return taken && (!first || this.#signIn(name, password));
  }

  async #renew(name, password, me) {
    const taken = await this.#ask({ user: name, password }, t('passwordChanged', { name }));
    this.#changing = taken ? null : name;
    return taken && (!me || this.#signIn(name, password));
  }

  /** Another password ends the session that set it; who has just written it need not do so again. */
  async #signIn(user, password) {
    await fetch('login', { method: 'POST', body: new URLSearchParams({ user, password }), redirect: 'manual' });
    await this.load();
    document.getElementById('me').textContent = user;
    document.getElementById('me').hidden = false;
    return true;
  }

  async #ask(wish, done = '') {
    this.#trouble = '';
    this.#done = '';
    this.#secret = null;
    try {
      const answer = await ours('api/users', { method: 'POST', body: JSON.stringify(wish) });
      const told = await answer.json();
      this.#trouble = told.error ?? '';
      if (answer.ok) {
        this.#told = told;
        this.#secret = told.secret ? { token: told.secret, isPanel: wish.scope === 'panel' } : null;
        this.#done = done;
      }
    } catch (trouble) {
      this.#trouble = t('pastFailed', { error: trouble.message });
    }
    this.#onChange();
    return this.#trouble === '';
  }
}

const named = ({ name, since: at }) => html`${name} ${at ? html`<span class="note">${t('since', { time: fullDay(at) })}</span>` : nothing}`;
