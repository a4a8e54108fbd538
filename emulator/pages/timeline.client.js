/** Adds to the page what happens in the tenant, as it happens. */
const list = document.getElementById('timeline');
const live = document.getElementById('live');
const newest = () => Number(list.firstElementChild?.dataset.n ?? 0);

let fetching = false;
let again = false;

async function addNew() {
  again = fetching;
  if (fetching) return;
  fetching = true;
  try {
    const response = await fetch(`/_local/timeline.html?after=${newest()}`);
    if (response.ok) list.insertAdjacentHTML('afterbegin', await response.text());
  } finally {
    fetching = false;
  }
  if (again) await addNew();
}

function take({ data }) {
  const { kind, what, n } = JSON.parse(data);
  if (kind === 'control' && what === 'reset') list.replaceChildren();
  if (n > newest()) addNew().catch(() => {});
}

const events = new EventSource(`/_local/events?after=${newest()}`);
events.onopen = () => {
  live.textContent = 'Live.';
};
events.onerror = () => {
  live.textContent = 'Not connected: the tenant has ended, or is about to answer again.';
};
events.onmessage = take;
