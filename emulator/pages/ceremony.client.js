/** Runs in the browser, on the WebAuthn pages alone: hands the page's options to the browser and posts what it answers. */
const { browserSupportsWebAuthn, platformAuthenticatorIsAvailable, startAuthentication, startRegistration } =
  globalThis.SimpleWebAuthnBrowser;

const ceremony = document.querySelector('#ceremony');
const { kind, factor, options } = ceremony.dataset;
const form = ceremony.querySelector('form');
const proceed = form.querySelector('button[value=default]');
const waiting = document.querySelector('#waiting');

async function isSupported() {
  if (!browserSupportsWebAuthn()) return false;
  return factor !== 'webauthn-platform' || (await platformAuthenticatorIsAvailable());
}

function showMissing() {
  const missing = document.querySelector('#missing');
  missing.hidden = false;
  missing.focus();
  proceed.hidden = true;
}

async function begin() {
  proceed.disabled = true;
  waiting.textContent = waiting.dataset.text;
  try {
    const start = kind === 'enroll' ? startRegistration : startAuthentication;
    form.elements.response.value = JSON.stringify(await start({ optionsJSON: JSON.parse(options) }));
  } catch (error) {
    form.elements.problem.value = error.name;
  }
  form.submit();
}

form.addEventListener('submit', (event) => {
  if (event.submitter !== null && event.submitter !== proceed) return;
  event.preventDefault();
  begin();
});

isSupported().then((supported) => {
  if (!supported) showMissing();
});
