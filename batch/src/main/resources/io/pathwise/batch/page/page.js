// What the scripts of all pages share: numbers for people, and charts that fit screens and paper. Start at chart().
'use strict';

const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#6a4fa3', '#555555'];
const PRINTED_WIDTH = 900;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function power(exponent) {
  const digits = String(Math.abs(exponent)).split('').map(digit => SUPERSCRIPTS[digit]).join('');
  return '10' + (exponent < 0 ? '⁻' : '') + digits;
}

function number(value) {
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  if (exponent >= -3 && exponent <= 4) return String(Number(value.toPrecision(4))).replace('-', '−');
  const mantissa = Number((value / 10 ** exponent).toPrecision(3));
  return (mantissa === 1 ? '' : String(mantissa).replace('-', '−') + '·') + power(exponent);
}

// Draws in an element, as wide as that is; on paper, which no script can measure, with the width given.
function chart(element, height, option, printedWidth = PRINTED_WIDTH) {
  element.style.height = height + 'px';
  const drawn = echarts.init(element, null, { renderer: 'svg' });
  drawn.setOption({ animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...option });
  // Paints at once, as printing does not wait for the next frame; the view box lets paper of another size scale the plot.
  const fit = size => {
    drawn.resize(size);
    drawn.getZr().flush();
    element.querySelector('svg').setAttribute('viewBox', '0 0 ' + drawn.getWidth() + ' ' + drawn.getHeight());
  };
  fit();
  addEventListener('resize', () => fit());
  addEventListener('beforeprint', () => fit({ width: printedWidth }));
  addEventListener('afterprint', () => fit({ width: 'auto' }));
}

// What is folded on a screen is wanted on paper.
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(element => { element.open = true; }));
