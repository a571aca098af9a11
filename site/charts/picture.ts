/** @file Prepares a chart from Plot for the page. */

/** Makes the SVG a single image for screen readers and removes Plot's style element, which the page's CSP would block. */
export function finish(chart: SVGSVGElement): SVGSVGElement {
  chart.querySelector('style')?.remove();
  for (const part of chart.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  chart.setAttribute('role', 'img');
  chart.setAttribute('class', 'chart');
  chart.removeAttribute('font-family');
  return chart;
}
