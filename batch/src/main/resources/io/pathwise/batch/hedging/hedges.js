// Draws with ECharts what hedges leave of the risk, and ratios by date: each plot holds its data as JSON.
function left(rows) {
  const series = (name, place) => ({ name, type: 'bar', data: rows.map(row => row[place] * 100).reverse(), barMaxWidth: 14 });
  const hasDates = rows.some(row => row.length > 2);
  return {
    color: COLOURS,
    grid: { left: 130, right: 24, top: 14, bottom: 76 },
    legend: { bottom: 0, textStyle: { color: INK } },
    tooltip: { trigger: 'item', formatter: item => echarts.format.encodeHTML(item.name) + '<br>' + item.seriesName + ': '
      + number(item.value) + ' %' },
    xAxis: { ...plainAxis('standard deviation that is left, % of that without a hedge', 32), scale: false, min: 0 },
    yAxis: { type: 'category', data: rows.map(row => row[0]).reverse(), axisLabel: { color: INK } },
    series: hasDates ? [series('held to the end', 1), series('rebalanced', 2)] : [series('held to the end', 1)]
  };
}

function byDate(instruments) {
  return {
    grid: { left: 70, right: 24, top: 14, bottom: 76 },
    legend: { type: 'scroll', bottom: 0, textStyle: { color: INK } },
    tooltip: { trigger: 'item', formatter: item => echarts.format.encodeHTML(item.seriesName) + '<br>'
      + number(item.value[0]) + ' years: ' + number(item.value[1]) },
    xAxis: plainAxis('years', 32), yAxis: plainAxis('ratio', 48),
    series: instruments.flatMap((instrument, place) => {
      const line = (sign, type, opacity) => ({ type: 'line', name: instrument.name, showSymbol: sign === 0, symbolSize: 5,
        data: instrument.points.map(([time, mean, deviation]) => [time, mean + sign * deviation]),
        lineStyle: { color: COLOURS[place % COLOURS.length], width: 1.5, type, opacity },
        itemStyle: { color: COLOURS[place % COLOURS.length] } });
      return [line(0, 'solid', 1), line(1, 'dashed', 0.6), line(-1, 'dashed', 0.6)];
    })
  };
}

document.querySelectorAll('.plot').forEach(element => {
  const data = JSON.parse(element.firstElementChild.textContent);
  if (element.classList.contains('dates')) chart(element, 320, byDate(data));
  else chart(element, 110 + 40 * data.length, left(data));
});
