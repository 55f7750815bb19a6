// The image of a chart, to save or to copy. It stands alone, so it carries what the page says around the chart, and
// where and when it was taken. It is always light, for print, and always of the wide form, which names who and where.

const TITLE = {size: 20, line: 26};
const SUBTITLE = {size: 14, line: 20};
const FOOT = {size: 12, line: 17};
// What terms mean is there to be looked up: small and grey.
const SMALL = {size: 10, line: 14};
const SMALL_INK = "#5B6570";
const PRODUCT_LINE = 24;
const LEAST_IMAGE = 640;
const EDGE = 16;
// The page's own font does not reach into an image, and the one there is takes more room.
const FONT = "Arial, Helvetica, sans-serif";
const NARROWER = 0.92;

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

// The address of a card: the page as it is now, its filters included, and the card's anchor. The address bar leaves out
// what anyone is shown untouched, but whoever is sent a link may be shown something else: that of their own place.
function addressOf(anchor) {
    const address = new URL(location.href);
    address.hash = anchor;
    for (const [name, values] of Object.entries(chosenOf.get(anchor) ?? {})) {
        if (!address.searchParams.has(name)) for (const value of values) address.searchParams.append(name, value);
    }
    // Whoever opens the link later is told what has changed since.
    const release = releaseOf.get(anchor);
    if (release) address.searchParams.set("release", release);
    return address.href;
}

// The words around the chart, broken into lines for so many pixels.
function wordsOf({title, subtitle, foot, small, signed, anchor}, room) {
    const today = new Date().toLocaleDateString("en-GB", {day: "numeric", month: "long", year: "numeric"});
    const broken = (texts, {size}, weight = "") => [texts].flat()
        .flatMap(text => lines(text, `${weight} ${size}px ${FONT}`, room));
    return {
        title: broken(title, TITLE, "600"),
        subtitle: broken(subtitle, SUBTITLE),
        foot: broken([...foot, signed.filters], FOOT),
        small: broken([...small, `${addressOf(anchor)} · ${today}`], SMALL),
    };
}

// As figures escape theirs: Plotly reads tags, entities and fields.
function escaped(words) {
    return words
        .map(line => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("{", "&#123;"))
        .join("<br>");
}

// A figure with the words around it.
function framed(told) {
    const drawing = told.drawings[0];
    const {data, layout} = inAppearance(drawing.figure, false);
    narrow({data, layout});
    const width = Math.max(told.width ?? 0, drawing.least_width, LEAST_IMAGE);
    const parts = wordsOf(told, width - 2 * EDGE);
    const {t: top, b: bottom, l: left, r: right} = layout.margin;
    const titled = EDGE + PRODUCT_LINE;
    const above = titled + parts.title.length * TITLE.line + parts.subtitle.length * SUBTITLE.line + 12;
    const footed = 12 + parts.foot.length * FOOT.line + 6;
    const below = footed + parts.small.length * SMALL.line + EDGE;
    layout.width = width;
    layout.height += above + below;
    layout.margin = {t: top + above, b: bottom + below, l: left + EDGE, r: right + EDGE};
    const written = (text, size, y, yanchor, yshift, color = layout.font.color) => ({
        xref: "paper", yref: "paper", x: 0, y, xanchor: "left", yanchor, xshift: -left, yshift, showarrow: false,
        align: "left", text, font: {family: FONT, size, color},
    });
    layout.annotations = [
        ...(layout.annotations ?? []),
        written(`<b>${escaped([told.signed.product])}</b>`, FOOT.size, 1, "top", top + above - EDGE + 4, SMALL_INK),
        written(`<b>${escaped(parts.title)}</b>`, TITLE.size, 1, "top", top + above - titled),
        written(escaped(parts.subtitle), SUBTITLE.size, 1, "top", top + 12 + parts.subtitle.length * SUBTITLE.line),
        written(escaped(parts.foot), FOOT.size, 0, "top", -bottom - 12),
        written(escaped(parts.small), SMALL.size, 0, "top", -bottom - footed, SMALL_INK),
    ];
    return {data, layout, config};
}

async function save(told, format) {
    const Plotly = await library();
    const figure = framed(told);
    const {width, height} = figure.layout;
    await Plotly.downloadImage(figure, {format, filename: told.name, width, height, scale: format === "png" ? 2 : 1});
}

// The image as the bytes of a PNG, for the clipboard.
async function pictured(told) {
    const Plotly = await library();
    const figure = framed(told);
    const {width, height} = figure.layout;
    const address = await Plotly.toImage(figure, {format: "png", width, height, scale: 2});
    const bytes = Uint8Array.from(atob(address.split(",")[1]), letter => letter.charCodeAt(0));
    return new Blob([bytes], {type: "image/png"});
}
