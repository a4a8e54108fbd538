/** Evaluated in a page: what is wrong with it for somebody with a keyboard, a screen reader, weak eyes or a phone. */
(() => {
  const problems = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isVisible = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const describe = (element) =>
    `${element.tagName.toLowerCase()}${element.id && `#${element.id}`} "${(element.textContent || element.name || '').trim().slice(0, 30)}"`;

  if (document.documentElement.lang !== 'en') problems.push('no language');
  if (document.title.trim() === '') problems.push('no title');
  if (getComputedStyle(document.body).marginTop !== '0px') problems.push('its style is not applied');
  if (document.querySelector('meta[name=viewport]') === null) problems.push('no viewport');
  if (all('h1').length !== 1) problems.push(`${all('h1').length} first headings`);
  if (all('main').length !== 1) problems.push(`${all('main').length} main landmarks`);

  const ids = all('[id]').map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`id ${id} twice`);
  for (const element of all('[aria-describedby]')) {
    if (!ids.includes(element.getAttribute('aria-describedby')))
      problems.push(`${describe(element)} is described by nothing`);
  }

  const levels = all('h1, h2, h3').map(({ tagName }) => Number(tagName[1]));
  levels.forEach((level, index) => {
    if (level > (levels[index - 1] ?? 0) + 1) problems.push(`heading ${level} after ${levels[index - 1] ?? 'nothing'}`);
  });

  for (const input of all('input:not([type=hidden])').filter(isVisible)) {
    if (input.labels.length === 0) problems.push(`${describe(input)} has no label`);
    if (!input.autocomplete) problems.push(`${describe(input)} has no autocomplete`);
  }
  for (const element of all('a, button').filter(isVisible)) {
    if ((element.getAttribute('aria-label') ?? element.textContent).trim() === '')
      problems.push(`${describe(element)} has no name`);
    if (element.getBoundingClientRect().height < 24 && getComputedStyle(element).display !== 'inline') {
      problems.push(`${describe(element)} is too small to touch`);
    }
  }
  // A checkbox is touched by its label.
  const touched = (element) => (element.type === 'checkbox' ? element.labels[0] : element);
  for (const element of all('button, input:not([type=hidden])').filter(isVisible)) {
    if (touched(element).getBoundingClientRect().height < 44)
      problems.push(`${describe(element)} is too small to touch`);
  }
  for (const svg of all('svg, img').filter(isVisible)) {
    if (svg.closest('[role=img][aria-label], [aria-hidden=true]') === null && !svg.alt)
      problems.push('an image has no text');
  }
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
    problems.push(`${document.documentElement.scrollWidth} px wide in ${document.documentElement.clientWidth}`);
  }

  const rgba = (colour) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return { red, green, blue, alpha };
  };
  const over = (top, below) => {
    const mix = (channel) => top[channel] * top.alpha + below[channel] * (1 - top.alpha);
    return { red: mix('red'), green: mix('green'), blue: mix('blue'), alpha: 1 };
  };
  const WHITE = { red: 255, green: 255, blue: 255, alpha: 1 };
  const groundOf = (element) =>
    element === null ? WHITE : over(rgba(getComputedStyle(element).backgroundColor), groundOf(element.parentElement));
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };

  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
  for (const element of all('body *').filter((each) => isVisible(each) && (hasText(each) || each.matches('input')))) {
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ground = groundOf(element);
    const ratio = contrast(over(rgba(style.color), ground), ground);
    if (ratio < (isLarge ? 3 : 4.5)) problems.push(`${describe(element)} has a contrast of ${ratio.toFixed(2)}`);
  }
  for (const element of all('input:not([type=hidden]), button:not(.link)').filter(isVisible)) {
    const around = groundOf(element.parentElement);
    const edge = contrast(over(rgba(getComputedStyle(element).borderTopColor), around), around);
    if (edge < 3) problems.push(`the edge of ${describe(element)} has a contrast of ${edge.toFixed(2)}`);
  }
  return [...new Set(problems)];
})();
