// Draws the distribution of profits with ECharts: each element of class "plot" holds its data as JSON.
function distribution(data) {
  const mark = (name, loss) => ({ xAxis: -loss, label: { formatter: name, color: INK } });
  return {
    grid: { left: 70, right: 24, top: 30, bottom: 60 },
    tooltip: { trigger: 'item', formatter: item => number(item.value[0]) + ' to ' + number(item.value[1]) + ': '
      + item.value[2] + ' scenarios' },
    xAxis: plainAxis('profit, ' + data.unit, 32),
    yAxis: { ...plainAxis('scenarios', 40), scale: false },
    series: [{
      type: 'custom', data: data.bins, encode: { x: [0, 1], y: 2 },
      renderItem: (parameters, api) => {
        const [left, top] = api.coord([api.value(0), api.value(2)]);
        const [right, bottom] = api.coord([api.value(1), 0]);
        return { type: 'rect', shape: { x: left, y: top, width: Math.max(right - left - 1, 1), height: bottom - top },
          style: { fill: api.value(1) <= -data.valueAtRisk ? COLOURS[1] : COLOURS[0] } };
      },
      markLine: { symbol: 'none', silent: true, lineStyle: { color: INK, type: 'dashed' },
        data: [mark('VaR', data.valueAtRisk), mark('ES', data.shortfall)] }
    }]
  };
}

document.querySelectorAll('.plot').forEach(element =>
  chart(element, 360, distribution(JSON.parse(element.firstElementChild.textContent))));
