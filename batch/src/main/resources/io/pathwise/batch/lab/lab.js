// Draws the plots of lab.html with ECharts: each element of class "plot" holds its data as JSON. Start at draw().
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];
const DASHES = ['solid', [7, 3], [2, 3]];

function axis(data, values) {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const few = distinct.length > 0 && distinct.length <= 9;
  return {
    type: data.log ? 'log' : 'value', name: data.label, nameLocation: 'middle', scale: true,
    nameTextStyle: { color: '#1d2433', fontSize: 13 }, axisLine: { show: true, lineStyle: { color: '#8a93a3' } },
    axisTick: { show: true, ...(few && { customValues: distinct }) },
    axisLabel: { color: '#1d2433', formatter: number, hideOverlap: true, ...(few && { customValues: distinct }) },
    splitLine: { lineStyle: { color: '#e6eaf0' } }
  };
}

// A vertical line from the low to the high end of each interval; on a logarithmic axis it ends at the axis.
function errorBars(series, colour, log, least) {
  return {
    type: 'custom', name: series.name, itemStyle: { color: colour }, silent: true, z: 1,
    data: series.points.filter(point => point[3] > point[2]),
    encode: { x: 0, y: [1] },
    renderItem: (parameters, api) => {
      const low = log ? Math.max(api.value(2), least) : api.value(2);
      const [x, bottom] = api.coord([api.value(0), low]);
      const top = api.coord([api.value(0), api.value(3)])[1];
      const style = { stroke: colour, lineWidth: 1.2, fill: null };
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
      return { type: 'group', children: [line(x, bottom, x, top), line(x - 3, bottom, x + 3, bottom),
        line(x - 3, top, x + 3, top)] };
    }
  };
}

function lines(series, log, least) {
  const colour = COLOURS[series.style % COLOURS.length];
  const dash = series.measured ? DASHES[Math.floor(series.style / COLOURS.length) % DASHES.length] : [4, 4];
  const line = {
    type: 'line', name: series.name, data: series.points.map(point => [point[0], point[1]]), z: 2,
    symbol: SYMBOLS[series.style % SYMBOLS.length], symbolSize: 7, showSymbol: series.measured, showAllSymbol: true,
    lineStyle: { color: colour, width: series.measured ? 1.6 : 1.3, type: dash }, itemStyle: { color: colour }
  };
  return series.measured ? [line, errorBars(series, colour, log, least)] : [line];
}

function legendHeight(names, width) {
  const total = names.reduce((sum, name) => sum + 52 + 6.6 * name.length, 0);
  return 22 * Math.ceil(total / (width - 60) + 0.15);
}

function draw(element) {
  const data = JSON.parse(element.firstElementChild.textContent);
  const names = data.series.map(series => series.name);
  const positive = data.series.flatMap(series => series.points.map(point => point[1])).filter(value => value > 0);
  const least = positive.length ? Math.min(...positive) / 10 : 1e-300;
  const legend = legendHeight(names, element.clientWidth);
  chart(element, 370 + legend, {
    grid: { left: 90, right: 24, top: 14, bottom: 62 + legend },
    legend: { bottom: 0, data: names, itemWidth: 28, textStyle: { color: '#1d2433', fontSize: 12.5 } },
    tooltip: { trigger: 'item', formatter: item => item.seriesName + '<br>' + number(item.value[0]) + ': '
      + number(item.value[1]) },
    xAxis: { ...axis(data.x, data.series.flatMap(series => series.measured ? series.points.map(point => point[0]) : [])),
      nameGap: 34 },
    yAxis: { ...axis(data.y, []), nameGap: 66 },
    series: data.series.flatMap(series => lines(series, data.y.log, least))
  });
}

document.querySelectorAll('.plot').forEach(draw);
