/** @file What every chart becomes before it stands in a page. */

/** Makes the SVG one picture for a screen reader, and drops Plot's style element, which the page's policy would block. */
export function finish(chart: SVGSVGElement): SVGSVGElement {
  chart.querySelector('style')?.remove();
  for (const part of chart.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  chart.setAttribute('role', 'img');
  chart.setAttribute('class', 'chart');
  chart.removeAttribute('font-family');
  return chart;
}
