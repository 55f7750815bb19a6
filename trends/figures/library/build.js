// Writes charts.min.js, the part of Plotly's library that the charts of the dashboard need; see README.md.
import {readFileSync} from "node:fs";
import {build} from "esbuild";

const {version, license} = JSON.parse(readFileSync("node_modules/plotly.js/package.json", "utf-8"));

await build({
    entryPoints: ["entry.js"],
    outfile: "charts.min.js",
    bundle: true,
    minify: true,
    // Licences of what Plotly itself is built of stay in the file, once each.
    legalComments: "eof",
    format: "iife",
    globalName: "Plotly",
    target: "es2018",
    // What Plotly's own build gives it: no loader of modules, and the name it has for the window.
    define: {global: "window", "define.amd": "false"},
    banner: {js: `/* plotly.js v${version}, core with bar, choropleth and scattergeo. Copyright Plotly, Inc. ${license} */`},
    footer: {js: "Plotly=Plotly.default;"},
});
