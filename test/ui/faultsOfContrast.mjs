// Text of a page that is hard to read: its contrast with the background is below WCAG 2.1 AA (1.4.3), 4.5 to 1, or 3 to 1 for
// large text. Disabled controls are exempt there, and here. It runs in the page, so all of it is one function.

/* global document, getComputedStyle, NodeFilter, HTMLInputElement, HTMLSelectElement -- of the page */

/** Lines like "3.1: Percent positive (120,120,120 on 30,30,30)", the worst first. Text on pictures is left out. */
export function faultsOfContrast(body) {
  const pixel = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const context = pixel.getContext('2d', { willReadFrequently: true });
  const rgbaOf = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((value, i) => a * value + (1 - a) * below[i]);
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) =>
    0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
  const ancestors = (element) => {
    const all = [];
    for (let at = element; at; at = parentOf(at)) all.push(at);
    return all;
  };
  /** Colour behind an element: backgrounds of all that lies below, mixed. */
  const backgroundOf = (element) =>
    ancestors(element)
      .reverse()
      .reduce((below, at) => over(rgbaOf(getComputedStyle(at).backgroundColor), below), [255, 255, 255]);
  const isOff = (element) =>
    ancestors(element).some((at) => at.matches('[disabled], [aria-disabled="true"]'));
  const isOnPicture = (element) => element.closest('.minimap, canvas, svg') !== null;

  const texts = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || element.matches('option, script, style')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    if (range.getClientRects().length > 0) texts.push([element, node.data.trim()]);
  }
  for (const control of body.querySelectorAll('input, select'))
    if (
      control instanceof HTMLSelectElement ||
      (control instanceof HTMLInputElement && control.type === 'number')
    )
      if (control.getClientRects().length > 0 && control.value !== '') texts.push([control, control.value]);

  const faults = [];
  for (const [element, text] of texts) {
    const style = getComputedStyle(element);
    if (isOff(element) || isOnPicture(element) || style.visibility !== 'visible') continue;
    const background = backgroundOf(element);
    const opacity = ancestors(element).reduce((all, at) => all * Number(getComputedStyle(at).opacity), 1);
    const [r, g, b, a] = rgbaOf(style.color);
    const colour = over([r, g, b, a * opacity], background);
    const px = Number.parseFloat(style.fontSize);
    const isLarge = px >= 24 || (px >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(colour, background);
    if (ratio < (isLarge ? 3 : 4.5))
      faults.push([
        ratio,
        `${ratio.toFixed(2)}: ${text.slice(0, 40)} (${colour.map(Math.round)} on ${background.map(Math.round)})`,
      ]);
  }
  return [...new Set(faults.sort(([x], [y]) => x - y).map(([, line]) => line))];
}
