// The marks of a chart by keyboard: arrows go through them, and what is said of a mark on hovering is spoken and written
// beside it. Filled in with the other scripts of a card, see trends/figures/browser.py.

const HOW = "Arrow keys go through the marks: left and right along a row or a line, up and down between them, "
    + "Home and End to its ends. Escape leaves them.";
const HINT = "Arrow keys go through the marks";
// Marks whose middles lie no further apart, in pixels, stand in one row: those of a strip are heaped.
const ONE_ROW = 12;
const LEAST_RING = 18;
const STEPS = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};
let charted = 0;

// An element with its properties, and with its attributes where there is no property that every browser knows.
function node(tag, properties, attributes = {}) {
    const found = Object.assign(document.createElement(tag), properties);
    for (const [name, said] of Object.entries(attributes)) found.setAttribute(name, said);
    return found;
}

// Change the words of an element only where they are others: a live region speaks what changes.
function write(element, words) {
    if (element.textContent !== words) element.textContent = words;
}

// Plotly's markup as plain text.
function plainly(markup) {
    return new DOMParser().parseFromString(markup.replaceAll("<br>", " "), "text/html").body.textContent.trim();
}

// The name of a point where one trace holds the lines of several items; empty elsewhere.
function ownName(trace, at) {
    return Array.isArray(trace.meta) ? trace.meta[trace.text?.[at]] ?? "" : "";
}

// What is said of a point on hovering, its name first; empty where nothing is.
function saidOf(trace, at) {
    if (trace.hoverinfo === "skip" || !trace.hovertemplate) return "";
    const filled = trace.hovertemplate.replace(/%\{(\w+)\}/g, (_, field) => trace[field]?.[at] ?? "");
    const [, front, name] = filled.match(/^(.*?)(?:<extra>(.*)<\/extra>)?$/s);
    return [name || ownName(trace, at), front].filter(Boolean).map(plainly).filter(Boolean).join(", ");
}

// The marks of a chart as rows: a line each where it has lines, else what stands beside each other.
function rowsOf(chart) {
    const origin = chart.plot.getBoundingClientRect();
    // Alone on the screen a card is drawn larger as a whole, with what marks a mark.
    const scale = origin.width / chart.plot.offsetWidth || 1;
    const traces = chart.plot.data ?? [];
    const seen = new Set();
    const marks = [];
    for (const node of chart.plot.querySelectorAll(".point, .choroplethlocation")) {
        const point = node.__data__;
        const number = node.closest(".trace")?.__data__?.[0]?.trace?.index;
        const at = point?.i ?? point?.index;
        const trace = traces[number];
        const text = trace && saidOf(trace, at);
        if (!text) continue;
        const isShape = node.matches(".choroplethlocation");
        // A country that stands out is drawn once more on top.
        if (isShape && seen.has(text)) continue;
        seen.add(text);
        const box = (node.querySelector("path") ?? node).getBoundingClientRect();
        marks.push({
            text, node, isShape, at, number, own: trace.meta?.own?.includes(at) ?? false,
            line: trace.type === "scatter" && trace.mode?.includes("lines") ? `${number} ${ownName(trace, at)}` : "",
            panel: `${trace.xaxis ?? "x"} ${trace.yaxis ?? "y"}`,
            flat: trace.type === "bar" || trace.type === "scatter",
            left: (box.left - origin.left) / scale, top: (box.top - origin.top) / scale,
            width: box.width / scale, height: box.height / scale,
            x: trace.type === "bar" ? 0 : (box.left + box.right) / 2, y: (box.top + box.bottom) / 2,
        });
    }
    if (marks.some(mark => mark.line)) return lined(marks);
    return marks.some(mark => mark.flat) ? stacked(marks) : marks.length ? [marks] : [];
}

// Lines from the highest end to the lowest; panels in their own order.
function lined(marks) {
    const found = {};
    for (const mark of marks) (found[mark.line] ??= []).push(mark);
    const rows = Object.values(found);
    for (const row of rows) row.sort((one, other) => one.at - other.at);
    const panels = [...new Set(marks.map(mark => mark.panel))];
    const place = row => panels.indexOf(row[0].panel);
    return rows.sort((one, other) => place(one) - place(other) || one.at(-1).y - other.at(-1).y);
}

function stacked(marks) {
    const rows = [];
    for (const mark of [...marks].sort((one, other) => one.y - other.y)) {
        if (rows.length && mark.y - rows.at(-1).at(-1).y <= ONE_ROW) rows.at(-1).push(mark);
        else rows.push([mark]);
    }
    for (const row of rows) row.sort((one, other) => one.x - other.x);
    return rows;
}

// Where a key leads to from a mark; undefined where it leads nowhere.
function nextMark(rows, current, key) {
    const row = rows.findIndex(each => each.includes(current));
    if (row < 0) {
        if (key === "End") return rows.at(-1).at(-1);
        // Who comes begins at their own, if it is marked: among two hundred dots they would else have to look for it.
        const own = key === "Home" ? undefined : rows.flat().find(mark => mark.own);
        return own ?? rows[0][0];
    }
    const own = rows[row];
    if (key === "Home") return own.length > 1 ? own[0] : rows[0][0];
    if (key === "End") return own.length > 1 ? own.at(-1) : rows.at(-1).at(-1);
    const [down, along] = STEPS[key];
    const step = down || along;
    if (along || rows.length === 1) {
        const beside = own[own.indexOf(current) + step];
        // A row goes on in the next one, so that one key leads through all marks.
        return beside ?? (step > 0 ? rows[row + 1]?.[0] : rows[row - 1]?.at(-1));
    }
    const apart = mark => Math.abs(mark.x - current.x);
    return rows[row + step]?.reduce((nearest, mark) => (apart(mark) < apart(nearest) ? mark : nearest));
}

function leaveMarks(chart) {
    chart.mark = chart.rows = undefined;
    chart.outline?.remove();
    chart.ring.hidden = chart.told.hidden = true;
    chart.live.textContent = "";
}

function showMark(chart, mark) {
    chart.mark = mark;
    const middle = {x: mark.left + mark.width / 2, y: mark.top + mark.height / 2};
    const wide = Math.max(mark.width + 8, LEAST_RING);
    const high = Math.max(mark.height + 8, LEAST_RING);
    chart.outline?.remove();
    if (mark.isShape) {
        // A country has a shape of its own.
        chart.outline = mark.node.cloneNode();
        chart.outline.setAttribute("class", "marked");
        chart.outline.removeAttribute("style");
        mark.node.parentNode.parentNode.append(chart.outline);
    }
    chart.ring.hidden = mark.isShape && mark.width > LEAST_RING;
    Object.assign(chart.ring.style, {
        left: `${middle.x - wide / 2}px`, top: `${middle.y - high / 2}px`, width: `${wide}px`, height: `${high}px`,
        borderRadius: mark.width > 2 * LEAST_RING ? "3px" : "50%",
    });
    chart.told.hidden = false;
    chart.told.textContent = chart.live.textContent = mark.text;
    const room = chart.plot.clientWidth - chart.told.offsetWidth;
    const above = middle.y - high / 2 - chart.told.offsetHeight - 6;
    chart.told.style.left = `${Math.min(Math.max(middle.x - chart.told.offsetWidth / 2, 0), Math.max(room, 0))}px`;
    chart.told.style.top = `${above >= 0 ? above : middle.y + high / 2 + 6}px`;
    chart.told.scrollIntoView({block: "nearest", inline: "nearest"});
}

// Let a chart be entered by keyboard.
function teachKeys(chart, root) {
    const how = node("span", {textContent: HOW});
    how.id = `chart-how-${charted += 1}`;
    how.hidden = true;
    chart.ring = node("div", {className: "ring"});
    chart.told = node("div", {className: "told"});
    chart.live = node("span", {className: "unseen"});
    chart.live.setAttribute("role", "status");
    for (const part of [chart.ring, chart.told]) {
        part.setAttribute("aria-hidden", "true");
        part.hidden = true;
    }
    chart.plot.tabIndex = 0;
    // Its keys are its own: a screen reader passes them on.
    chart.plot.setAttribute("role", "application");
    chart.plot.setAttribute("aria-roledescription", "chart");
    chart.plot.setAttribute("aria-describedby", how.id);
    chart.plot.addEventListener("keydown", event => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "Escape") {
            leaveMarks(chart);
            return;
        }
        if (!(event.key in STEPS || event.key === "Home" || event.key === "End")) return;
        chart.rows ??= rowsOf(chart);
        if (!chart.rows.length) return;
        event.preventDefault();
        const mark = nextMark(chart.rows, chart.mark, event.key);
        if (mark) showMark(chart, mark);
    });
    chart.plot.addEventListener("blur", () => leaveMarks(chart));
    root.append(chart.ring, chart.told, how, chart.live);
}
