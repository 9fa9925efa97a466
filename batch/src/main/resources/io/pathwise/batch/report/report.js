// Draws the plots of report.html with ECharts: each element of class "plot" holds its data as JSON. Start at draw().
const NEGATIVE = COLOURS[1];
const POSITIVE = COLOURS[0];
const WIDEST_LABEL = 130;
const WIDEST_LABEL_ACROSS = 280;
const LETTER = 7.4;
const BAR = 19;
// The share of the largest number at which its colour is too dark for dark ink.
const DARK = 0.7;
// A4, upright, between margins of 12 mm at its sides.
const HALF_PRINTED_WIDTH = 342;
const FULL_PRINTED_WIDTH = 703;

const PLAIN = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

// Amounts of money as plain numbers in groups of three, unless they are very large or small.
function amount(value) {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-3 && size < 1e9) ? PLAIN.format(value).replaceAll(',', '\u202f').replace('-', '−') : number(value);
}

const labelWidth = (names, widest) => Math.min(widest, 16 + LETTER * Math.max(...names.map(name => name.length), 1));
const encode = text => echarts.format.encodeHTML(text);
const valueAxis = (label, more = {}) => ({ type: 'value', name: label, nameLocation: 'middle', nameGap: 30,
  nameTextStyle: { color: INK }, axisLabel: { color: INK, formatter: amount, hideOverlap: true },
  splitLine: { lineStyle: { color: '#e6eaf0' } }, ...more });
const nameAxis = (names, more = {}) => ({ type: 'category', data: names, axisTick: { show: false },
  axisLine: { lineStyle: { color: '#8a93a3' } }, axisLabel: { color: INK, interval: 0, ...more.axisLabel }, ...more.axis });

// A horizontal line from value - error to value + error.
function errorBars(data) {
  return {
    type: 'custom', silent: true, z: 5, encode: { x: [0, 1], y: 2 },
    data: data.values.map((value, i) => [value - data.errors[i], value + data.errors[i], i])
      .filter(point => point[1] > point[0]),
    renderItem: (parameters, api) => {
      const [low, y] = api.coord([api.value(0), api.value(2)]);
      const high = api.coord([api.value(1), api.value(2)])[0];
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: INK, lineWidth: 1.2 } });
      return { type: 'group', children: [line(low, y, high, y), line(low, y - 3, low, y + 3), line(high, y - 3, high, y + 3)] };
    }
  };
}

function bars(data, half) {
  const width = labelWidth(data.names, half ? WIDEST_LABEL : WIDEST_LABEL_ACROSS);
  const series = [{
    type: 'bar', name: 'full revaluation', barMaxWidth: 14,
    data: data.values.map(value => ({ value, itemStyle: { color: value < 0 ? NEGATIVE : POSITIVE } }))
  }, errorBars(data)];
  if (data.markers) {
    series.push({ type: 'scatter', name: 'Taylor', symbol: 'diamond', symbolSize: 9, z: 6,
      itemStyle: { color: '#fff', borderColor: INK, borderWidth: 1.4 }, data: data.markers.map((value, i) => [value, i]).filter(point => point[0] !== null) });
  }
  return [70 + BAR * Math.max(data.names.length, 2), {
    grid: { left: width + 14, right: 28, top: 6, bottom: 54 },
    tooltip: { formatter: item => {
      const i = item.seriesType === 'scatter' ? item.value[1] : item.dataIndex;
      return encode(data.names[i]) + '<br>' + amount(data.values[i]) + ' ± ' + amount(data.errors[i])
        + (data.markers && data.markers[i] !== null ? '<br>Taylor ' + amount(data.markers[i]) : '');
    } },
    xAxis: valueAxis(data.label), series,
    yAxis: nameAxis(data.names, { axis: { inverse: true }, axisLabel: { width, overflow: 'truncate' } })
  }];
}

function columns(data, stacked) {
  return [stacked ? 330 : 260, {
    grid: { left: 104, right: 16, top: 34, bottom: 58 },
    legend: { top: 0, left: 104, textStyle: { color: INK }, itemWidth: 14, itemHeight: 10 },
    tooltip: { formatter: item => encode(item.seriesName) + ', ' + encode(item.name) + '<br>' + amount(item.value) },
    xAxis: nameAxis(data.names, { axis: { name: data.label, nameLocation: 'middle', nameGap: 34, nameTextStyle: { color: INK } },
      axisLabel: { interval: data.names.length <= 12 ? 0 : 'auto' } }),
    yAxis: valueAxis(data.unit, { nameGap: 76, ...(stacked ? { minInterval: 1 } : {}) }),
    series: data.series.map((series, i) => ({ type: 'bar', name: series.name, data: series.values, barMaxWidth: 40,
      stack: stacked ? 'all' : undefined, itemStyle: { color: COLOURS[i % COLOURS.length] } }))
  }];
}

function map(data) {
  const width = labelWidth(data.series.map(series => series.name), WIDEST_LABEL_ACROSS);
  const cells = data.series.flatMap((series, row) => series.values.map((value, column) => [column, row, value]))
    .filter(cell => cell[2] !== null);
  const most = Math.max(...cells.map(cell => Math.abs(cell[2])), 1e-300);
  const coloured = cells.map(value => ({ value, label: { color: Math.abs(value[2]) > DARK * most ? '#fff' : INK } }));
  return [80 + BAR * data.series.length, {
    grid: { left: width + 14, right: 110, top: 6, bottom: 54 },
    tooltip: { formatter: item => encode(data.series[item.value[1]].name) + ', ' + encode(data.names[item.value[0]]) + '<br>'
      + amount(item.value[2]) + ' ' + data.unit },
    xAxis: nameAxis(data.names, { axis: { name: data.label, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: INK },
      axisLine: { show: false } } }),
    yAxis: nameAxis(data.series.map(series => series.name), { axis: { inverse: true, axisLine: { show: false } },
      axisLabel: { width, overflow: 'truncate' } }),
    visualMap: { type: 'continuous', min: -most, max: most, right: 30, top: 'middle', itemHeight: Math.min(140, 19 * data.series.length),
      text: [most, -most].map(end => amount(Number(end.toPrecision(2)))),
      inRange: { color: [NEGATIVE, '#f7f7f7', POSITIVE] }, textStyle: { color: INK } },
    series: [{ type: 'heatmap', data: coloured, itemStyle: { borderColor: '#fff', borderWidth: 1 },
      label: { show: data.names.length <= 12, fontSize: 11, formatter: item => amount(Number(item.value[2].toPrecision(3))) } }]
  }];
}

// Forward prices as a line that falls at dividends, which are diamonds.
function forwards(data) {
  return [300, {
    grid: { left: 80, right: 24, top: 14, bottom: 54 },
    tooltip: { trigger: 'item', formatter: item => encode(item.value[2] ?? number(item.value[0]) + ' years') + '<br>'
      + amount(item.value[1]) + ' ' + encode(data.unit) },
    xAxis: plainAxis('years', 30), yAxis: plainAxis('forward price, ' + data.unit, 60),
    series: [
      { type: 'line', data: data.forwards, symbolSize: 5, showSymbol: false, lineStyle: { color: POSITIVE, width: 1.5 },
        itemStyle: { color: POSITIVE } },
      { type: 'scatter', data: data.dividends, symbol: 'diamond', symbolSize: 10, z: 6,
        itemStyle: { color: '#fff', borderColor: INK, borderWidth: 1.4 } }
    ]
  }];
}

function draw(element) {
  const half = element.closest('.plots') && !element.closest('.across');
  const data = JSON.parse(element.firstElementChild.textContent);
  const [height, option] = { bars, map, forwards, smiles: shown => [420, smiles(shown)], columns: shown => columns(shown, false),
    stacked: shown => columns(shown, true) }[data.kind](data, half);
  chart(element, height, option, half ? HALF_PRINTED_WIDTH : FULL_PRINTED_WIDTH);
}

document.querySelectorAll('.plot').forEach(draw);
