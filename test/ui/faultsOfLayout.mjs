// Faults of a page's layout: content wider than the page, and controls on one another. It runs in the page, so it needs
// nothing else.
/* global document, innerWidth, getComputedStyle */

/** Faults in words; none for a page as it should be. */
export function faultsOfLayout(body) {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    faults.push(`The page is ${root.scrollWidth - root.clientWidth} px too wide.`);
  const controls = [
    ...body.querySelectorAll('button, select, input, vscode-button, vscode-checkbox, summary, [role=tab]'),
  ]
    .filter((element) => element.checkVisibility() && !element.parentElement.closest('vscode-button, button'))
    .map((element) => ({ element, box: visiblePart(element) }))
    .filter(({ box }) => box !== undefined);
  const nameOf = (element) =>
    `${element.localName} "${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 30)}"`;
  for (const [i, { element, box }] of controls.entries()) {
    if (box.left < -1 || box.right > innerWidth + 1) faults.push(`${nameOf(element)} is cut off.`);
    for (const other of controls.slice(i + 1)) {
      const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      const isInside = element.contains(other.element) || other.element.contains(element);
      if (width > 1 && height > 1 && !isInside)
        faults.push(`${nameOf(element)} lies on ${nameOf(other.element)}.`);
    }
  }
  return faults;

  /** Part of an element that the scrolling parts around it leave visible. */
  function visiblePart(element) {
    let { left, top, right, bottom } = element.getBoundingClientRect();
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflow === 'visible') continue;
      const edge = around.getBoundingClientRect();
      [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
      [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : undefined;
  }
}
