// Draws what explains a profit as a waterfall with ECharts: each element of class "plot" holds its data as JSON.
function waterfall(data) {
  let reached = 0;
  const steps = data.amounts.map(amount => {
    const from = reached;
    reached += amount;
    return [from, reached];
  });
  steps.push([0, data.actual]);
  return {
    grid: { left: 150, right: 24, top: 8, bottom: 56 },
    tooltip: { trigger: 'item', formatter: item => echarts.format.encodeHTML(data.names[item.value[2]]) + ': '
      + number(item.value[1] - item.value[0]) },
    xAxis: { ...plainAxis('profit, ' + data.unit, 32), scale: false },
    yAxis: { type: 'category', inverse: true, data: data.names, axisTick: { show: false },
      axisLabel: { color: INK, interval: 0 } },
    series: [{
      type: 'custom', data: steps.map((step, place) => [...step, place]), encode: { x: [0, 1], y: 2 },
      renderItem: (parameters, api) => {
        const place = api.value(2);
        const [from, y] = api.coord([api.value(0), place]);
        const to = api.coord([api.value(1), place])[0];
        const height = 0.6 * api.size([0, 1])[1];
        const fill = place === steps.length - 1 ? '#555555' : api.value(1) < api.value(0) ? COLOURS[1] : COLOURS[0];
        return { type: 'rect', shape: { x: Math.min(from, to), y: y - height / 2, width: Math.max(Math.abs(to - from), 1), height },
          style: { fill } };
      }
    }]
  };
}

document.querySelectorAll('.plot').forEach(element => {
  const data = JSON.parse(element.firstElementChild.textContent);
  chart(element, 80 + 30 * data.names.length, waterfall(data));
});
