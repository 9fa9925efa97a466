// Draws the course of a search with ECharts: the gradient and its standard error by paths.
function course(data) {
  const axis = label => ({ type: 'log', name: label, nameLocation: 'middle', nameGap: 48, nameTextStyle: { color: INK },
    axisLabel: { color: INK, formatter: number, hideOverlap: true }, splitLine: { lineStyle: { color: '#e6eaf0' } } });
  const line = (name, points, color, type) => ({ type: 'line', name, data: points, symbolSize: 6, itemStyle: { color },
    lineStyle: { color, type } });
  return {
    grid: { left: 80, right: 24, top: 14, bottom: 90 }, legend: { bottom: 0, textStyle: { color: INK } },
    xAxis: { ...axis('paths'), nameGap: 30, scale: true }, yAxis: axis('gradient'),
    series: [line('gradient', data.gradient, COLOURS[0], 'solid'),
      line('its standard error', data.error, COLOURS[1], 'dashed')]
  };
}

document.querySelectorAll('.plot').forEach(element =>
  chart(element, 360, course(JSON.parse(element.firstElementChild.textContent))));
