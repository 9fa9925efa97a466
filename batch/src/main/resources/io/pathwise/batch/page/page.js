// What the scripts of all pages share: numbers for people, charts that fit screens and paper,
// and the plot of smiles. Start at chart().
'use strict';

const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#6a4fa3', '#555555'];
const INK = '#1d2433';
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

// An axis of plain numbers that begins where they do.
function plainAxis(label, gap) {
  return { type: 'value', scale: true, name: label, nameLocation: 'middle', nameGap: gap, nameTextStyle: { color: INK },
    axisLabel: { color: INK, formatter: number, hideOverlap: true }, splitLine: { lineStyle: { color: '#e6eaf0' } } };
}

// Implied volatilities by strike: for each expiry quotes as points and the model as a line, in one colour and under one
// name in the legend.
function smiles(data) {
  return {
    grid: { left: 70, right: 24, top: 14, bottom: 96 },
    legend: { type: 'scroll', bottom: 0, textStyle: { color: INK } },
    tooltip: { trigger: 'item', formatter: item => echarts.format.encodeHTML(item.seriesName) + '<br>'
      + number(item.value[0]) + ': ' + number(item.value[1]) + ' %' },
    xAxis: plainAxis('strike', 32), yAxis: plainAxis('volatility, %', 48),
    series: data.smiles.flatMap((smile, place) => {
      const color = COLOURS[place % COLOURS.length];
      return [
        { type: 'scatter', name: smile.expiry, data: smile.market, symbolSize: 7, itemStyle: { color } },
        { type: 'line', name: smile.expiry, data: smile.model, showSymbol: false, lineStyle: { color, width: 1.5 },
          itemStyle: { color } }
      ];
    })
  };
}

// What is folded on a screen is wanted on paper.
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(element => { element.open = true; }));
