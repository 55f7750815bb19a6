// What the charts of the dashboard are drawn with: Plotly's core, which brings scatter, and the three other kinds.
import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import choropleth from "plotly.js/lib/choropleth";
import scattergeo from "plotly.js/lib/scattergeo";

Plotly.register([bar, choropleth, scattergeo]);
export default Plotly;
