// Draws the smiles of a calibration with ECharts: each element of class "plot" holds its data as JSON.
document.querySelectorAll('.plot').forEach(element =>
  chart(element, 420, smiles(JSON.parse(element.firstElementChild.textContent))));
