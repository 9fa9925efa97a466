// Draws the smiles of a calibration with ECharts: each element of class "plot" holds its data as JSON. Start at draw().
const INK = '#1d2433';

function valueAxis(label, gap) {
  return { type: 'value', scale: true, name: label, nameLocation: 'middle', nameGap: gap, nameTextStyle: { color: INK },
    axisLabel: { color: INK, formatter: number, hideOverlap: true }, splitLine: { lineStyle: { color: '#e6eaf0' } } };
}

// Quotes as points and the model as a line, in one colour and under one name in the legend.
function smile(data, place) {
  const colour = COLOURS[place % COLOURS.length];
  return [
    { type: 'scatter', name: data.expiry, data: data.market, symbolSize: 7, itemStyle: { color: colour } },
    { type: 'line', name: data.expiry, data: data.model, showSymbol: false, lineStyle: { color: colour, width: 1.5 },
      itemStyle: { color: colour } }
  ];
}

function draw(element) {
  const data = JSON.parse(element.firstElementChild.textContent);
  chart(element, 420, {
    grid: { left: 70, right: 24, top: 14, bottom: 96 },
    legend: { type: 'scroll', bottom: 0, textStyle: { color: INK } },
    tooltip: { trigger: 'item', formatter: item => echarts.format.encodeHTML(item.seriesName) + '<br>'
      + number(item.value[0]) + ': ' + number(item.value[1]) + ' %' },
    xAxis: valueAxis('strike', 32), yAxis: valueAxis('volatility, %', 48),
    series: data.smiles.flatMap(smile)
  });
}

document.querySelectorAll('.plot').forEach(draw);
