// Draws a chart in place: a change of filter redraws the same chart instead of making a new one, colours follow the
// reader's appearance without asking the server. It is served as one script with those of the image, the keyboard and
// the row of actions of a card, see trends/figures/browser.py. Filled in when served: COLOURS (light to dark), CONFIG (of Plotly), IMAGES_HEIGHT, LIBRARY (address of Plotly).

const colours = COLOURS;
const config = CONFIG;
const address = LIBRARY;
// What the buttons below a chart take.
const imagesHeight = IMAGES_HEIGHT;
const charts = new WeakMap();
// What the chart of each card is drawn from, by the card's key; it stays when the card is turned to its table.
const drawnOf = new Map();
// What the page's own choices hold, by the same key: names of the address, and a list of values each.
const chosenOf = new Map();
// The release of the evidence that links to the card name, by the same key.
const releaseOf = new Map();

let loading;

function library() {
    loading ??= new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = new URL(`../${address}`, import.meta.url);
        script.onload = () => done(window.Plotly);
        script.onerror = () => { loading = undefined; failed(new Error("The chart library did not load.")); };
        document.head.append(script);
    });
    return loading;
}

// Whether the reader's page is dark: what Streamlit says its background is.
function isDark(element) {
    const [red, green, blue] = getComputedStyle(element).getPropertyValue("--st-background-color")
        .match(/[0-9a-f]{2}/gi)?.map(pair => parseInt(pair, 16)) ?? [255, 255, 255];
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

function inAppearance(figure, dark) {
    return JSON.parse(dark ? figure.replace(/#[0-9A-Fa-f]{6}/g, colour => colours[colour] ?? colour) : figure);
}

function made(parent) {
    const chart = {drawn: "", drawing: undefined, data: undefined, dark: false, savers: {}};
    chart.plot = document.createElement("div");
    chart.plot.className = "plot";
    chart.plot.dataset.testid = "chart";
    chart.images = document.createElement("div");
    chart.images.className = "images";
    chart.images.append(node("span", {className: "hint", textContent: HINT}));
    chart.images.style.height = `${imagesHeight}px`;
    for (const kind of ["png", "svg"]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `Save as ${kind.toUpperCase()}`;
        button.onclick = () => save({...chart.data, width: chart.plot.clientWidth}, kind);
        chart.images.append(button);
        chart.savers[kind] = button;
    }
    const root = document.createElement("div");
    root.className = "chart";
    root.append(chart.plot, chart.images);
    teachKeys(chart, root);
    parent.append(root);
    chart.watch = new ResizeObserver(() => {
        const width = chart.plot.clientWidth;
        if (!chart.drawn || !width || width === chart.width) return;
        leaveMarks(chart);
        if (fitting(chart) !== chart.drawing) draw(chart);
        else fillPlace(chart);
    });
    chart.watch.observe(chart.plot);
    return chart;
}

// The drawing for the widest place that the chart's own is as wide as; a chart in a closed tab has no width.
function fitting(chart) {
    const width = chart.plot.clientWidth || chart.width || Infinity;
    return chart.data.drawings.find(drawing => width >= drawing.least_width) ?? chart.data.drawings.at(-1);
}

// Plotly draws another figure in the width of the one before, though its place has become wider or narrower since.
async function fillPlace(chart) {
    const width = chart.plot.clientWidth;
    if (!width) return;
    if (chart.plot._fullLayout?.width !== width) await window.Plotly.Plots.resize(chart.plot);
    chart.width = width;
    fitPaper(chart);
}

// Printed, a chart is scaled to the width of its place by style alone: nothing is drawn anew for paper.
function fitPaper(chart) {
    const [width, height] = [chart.plot.clientWidth, chart.plot.clientHeight];
    if (!width) return;
    for (const layer of chart.plot.querySelectorAll(".main-svg")) layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
    chart.plot.style.setProperty("--drawn-width", `${width}px`);
    chart.plot.style.setProperty("--drawn-shape", `${width} / ${height}`);
}

async function draw(chart) {
    const drawing = chart.drawing = fitting(chart);
    const {figure, height} = drawing;
    chart.plot.style.height = `${height}px`;
    chart.plot.setAttribute("aria-label", chart.data.alt);
    for (const [kind, button] of Object.entries(chart.savers)) {
        button.setAttribute("aria-label", `Save as ${kind.toUpperCase()}: ${chart.data.title}`);
    }
    const wanted = figure + chart.dark;
    if (wanted === chart.drawn) return;
    const Plotly = await library();
    // Another choice may have been made while the library was loading.
    if (drawing !== chart.drawing) return;
    const {data, layout} = inAppearance(figure, chart.dark);
    await Plotly.react(chart.plot, data, layout, config);
    chart.drawn = wanted;
    leaveMarks(chart);
    // Said by the chart's own description; its labels one by one would say it once more, in no order.
    chart.plot.querySelector(".plot-container")?.setAttribute("aria-hidden", "true");
    await fillPlace(chart);
    chart.plot.dataset.appearance = chart.dark ? "dark" : "light";
}

// Paper is light. What a page waits for before it is printed is done by then, since the library has come.
const live = new Set();
addEventListener("beforeprint", () => {
    for (const chart of live) {
        if (!chart.dark) continue;
        chart.dark = false;
        draw(chart);
    }
});
addEventListener("afterprint", () => {
    for (const chart of live) {
        chart.dark = isDark(chart.plot);
        draw(chart);
    }
});

// The chart in a place of a card; it is drawn when it is seen.
function showChart(place, data) {
    if (!charts.has(place)) charts.set(place, made(place));
    const chart = charts.get(place);
    live.add(chart);
    chart.data = data;
    chart.dark = isDark(place);
    draw(chart);
}

function endChart(place) {
    const chart = charts.get(place);
    if (!chart) return;
    chart.watch.disconnect();
    live.delete(chart);
    window.Plotly?.purge(chart.plot);
    charts.delete(place);
}
