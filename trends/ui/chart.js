// Draws a chart in place: a change of filter redraws the same chart instead of making a new one, colours follow the
// reader's appearance without asking the server, and the chart can be saved as an image that carries its finding,
// base and source. Filled in when served: COLOURS (light to dark), CONFIG (of Plotly), IMAGES_HEIGHT, LIBRARY (address of Plotly).

const colours = COLOURS;
const config = CONFIG;
const address = LIBRARY;
// What the buttons below a chart take.
const imagesHeight = IMAGES_HEIGHT;
const TITLE = {size: 20, line: 26};
const SUBTITLE = {size: 14, line: 20};
const FOOT = {size: 12, line: 17};
const EDGE = 16;
// The page's own font does not reach into an image, and the one there is takes more room.
const FONT = "Arial, Helvetica, sans-serif";
const NARROWER = 0.92;
const charts = new WeakMap();

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
    const chart = {drawn: "", drawing: undefined, data: undefined, dark: false};
    chart.plot = document.createElement("div");
    chart.plot.setAttribute("role", "img");
    chart.plot.dataset.testid = "chart";
    chart.images = document.createElement("div");
    chart.images.className = "images";
    chart.images.style.height = `${imagesHeight}px`;
    for (const kind of ["png", "svg"]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `Save as ${kind.toUpperCase()}`;
        button.onclick = () => save(chart, kind);
        chart.images.append(button);
    }
    const root = document.createElement("div");
    root.className = "chart";
    root.append(chart.plot, chart.images);
    parent.append(root);
    chart.watch = new ResizeObserver(() => {
        const width = chart.plot.clientWidth;
        if (!chart.drawn || !width || width === chart.width) return;
        if (fitting(chart) !== chart.drawing) draw(chart);
        else {
            chart.width = width;
            window.Plotly.Plots.resize(chart.plot);
        }
    });
    chart.watch.observe(chart.plot);
    return chart;
}

// The drawing for the widest place that the chart's own is as wide as; a chart in a closed tab has no width.
function fitting(chart) {
    const width = chart.plot.clientWidth || chart.width || Infinity;
    return chart.data.drawings.find(drawing => width >= drawing.least_width) ?? chart.data.drawings.at(-1);
}

async function draw(chart) {
    const drawing = chart.drawing = fitting(chart);
    const {figure, height} = drawing;
    chart.plot.style.height = `${height}px`;
    // Streamlit kept the room of the drawing that the server thought likely.
    const frame = chart.plot.closest("[data-testid=stElementContainer]");
    if (frame) frame.style.height = frame.style.flexBasis = `${height + imagesHeight}px`;
    chart.plot.setAttribute("aria-label", chart.data.alt);
    const wanted = figure + chart.dark;
    if (wanted === chart.drawn) return;
    const Plotly = await library();
    // Another choice may have been made while the library was loading.
    if (drawing !== chart.drawing) return;
    const {data, layout} = inAppearance(figure, chart.dark);
    chart.width = chart.plot.clientWidth;
    await Plotly.react(chart.plot, data, layout, config);
    chart.drawn = wanted;
    chart.plot.dataset.appearance = chart.dark ? "dark" : "light";
}

// Words broken into lines of at most so many pixels; what is longer than a line, such as an address, is broken inside.
function lines(text, font, width) {
    const context = document.createElement("canvas").getContext("2d");
    context.font = font;
    const fits = words => context.measureText(words).width <= width;
    const found = [""];
    for (const word of text.split(" ")) {
        const longer = found.at(-1) ? `${found.at(-1)} ${word}` : word;
        if (fits(longer)) {
            found[found.length - 1] = longer;
            continue;
        }
        if (found.at(-1)) found.push("");
        for (const letter of word) {
            if (found.at(-1) && !fits(found.at(-1) + letter)) found.push("");
            found[found.length - 1] += letter;
        }
    }
    return found;
}

// Make every text of a figure as wide as it is in the page's own font.
function narrow(part) {
    for (const [name, value] of Object.entries(part)) {
        if (value === null || typeof value !== "object") continue;
        if (/font$/.test(name)) {
            value.family = FONT;
            if (value.size) value.size = [value.size].flat().map(size => size * NARROWER);
            if (value.size?.length === 1) [value.size] = value.size;
        }
        narrow(value);
    }
}

// An image stands alone, so it carries what the page says around the chart. It is always light, for print.
async function save(chart, format) {
    const {title, subtitle, foot, name} = chart.data;
    const Plotly = await library();
    const {data, layout} = inAppearance(chart.drawing.figure, false);
    narrow({data, layout});
    const width = Math.max(chart.plot.clientWidth, 340);
    const room = width - 2 * EDGE;
    const parts = {
        title: lines(title, `600 ${TITLE.size}px ${FONT}`, room),
        subtitle: lines(subtitle, `${SUBTITLE.size}px ${FONT}`, room),
        foot: foot.flatMap(line => lines(line, `${FOOT.size}px ${FONT}`, room)),
    };
    const {t: top, b: bottom, l: left, r: right} = layout.margin;
    const above = EDGE + parts.title.length * TITLE.line + parts.subtitle.length * SUBTITLE.line + 12;
    const below = 12 + parts.foot.length * FOOT.line + EDGE;
    layout.width = width;
    layout.height += above + below;
    layout.margin = {t: top + above, b: bottom + below, l: left + EDGE, r: right + EDGE};
    const ink = layout.font.color;
    const written = (text, size, y, yanchor, yshift) => ({
        xref: "paper", yref: "paper", x: 0, y, xanchor: "left", yanchor, xshift: -left, yshift, showarrow: false,
        align: "left", text, font: {family: FONT, size, color: ink},
    });
    // As figures escape theirs: Plotly reads tags, entities and fields.
    const escaped = words => words
        .map(line => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("{", "&#123;"))
        .join("<br>");
    layout.annotations = [
        ...(layout.annotations ?? []),
        written(`<b>${escaped(parts.title)}</b>`, TITLE.size, 1, "top", top + above - EDGE),
        written(escaped(parts.subtitle), SUBTITLE.size, 1, "top", top + 12 + parts.subtitle.length * SUBTITLE.line),
        written(escaped(parts.foot), FOOT.size, 0, "top", -bottom - 12),
    ];
    await Plotly.downloadImage({data, layout, config}, {
        format, filename: name, width, height: layout.height, scale: format === "png" ? 2 : 1,
    });
}

export default function ({data, parentElement}) {
    if (!charts.has(parentElement)) charts.set(parentElement, made(parentElement));
    const chart = charts.get(parentElement);
    chart.data = data;
    chart.dark = isDark(parentElement);
    draw(chart);
    return () => {
        chart.watch.disconnect();
        window.Plotly?.purge(chart.plot);
        charts.delete(parentElement);
    };
}
