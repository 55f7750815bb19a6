// A card: its finding and subtitle, below them chart, table and what is to know, one seen at a time, and its foot with
// what a reader can do with it. Hidden parts are made when they are turned to. The tabs are those of the authoring
// practices for ARIA: arrows, Home and End turn and move.

const PARTS = {chart: "Chart", table: "Table", about: "About this figure"};
const cards = new WeakMap();
let numbered = 0;

function madeParts(parent) {
    const card = {names: undefined, tabs: {}, panels: {}, drawn: {}, data: undefined};
    const name = `parts-${numbered += 1}`;
    const tabs = card.names = node("div", {className: "part-names"}, {role: "tablist"});
    const root = card.parts = node("div", {className: "parts"});
    card.words = node("div", {className: "card-words"});
    card.under = node("p", {className: "card-small"});
    card.foot = node("div", {className: "card-small"});
    root.append(tabs);
    for (const [part, words] of Object.entries(PARTS)) {
        const tab = card.tabs[part] = node("button", {type: "button", id: `${name}-${part}`, textContent: words}, {
            "role": "tab", "aria-controls": `${name}-${part}-panel`,
        });
        tab.onclick = () => turn(card, part);
        const panel = card.panels[part] = node("div", {id: `${name}-${part}-panel`, className: "part"}, {
            "data-part": part, "role": "tabpanel", "aria-labelledby": tab.id,
        });
        tabs.append(tab);
        root.append(panel);
    }
    // What one reads without pressing anything in it is reached by keyboard all the same.
    card.panels.about.tabIndex = 0;
    tabs.onkeydown = event => {
        const offered = Object.keys(PARTS).filter(part => !card.tabs[part].hidden);
        const at = offered.indexOf(seenOf(card));
        const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1}[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const part = offered.at(to % offered.length);
        turn(card, part);
        card.tabs[part].focus();
    };
    card.words.append(card.under, root, card.foot);
    parent.append(card.words);
    return card;
}

// The finding is a heading; where what the card shows is chosen beside it, it is a component by itself.
function showHeading(card) {
    const {level, said, anchor} = card.data;
    const tag = level ? `H${level}` : undefined;
    if (card.heading?.tagName !== tag) {
        card.heading?.remove();
        card.heading = tag && node(tag, {className: "card-title"}, {"data-heading-text": ""});
        if (tag) card.words.prepend(card.heading);
        delete card.drawn.heading;
    }
    if (!tag) return;
    card.heading.id = anchor;
    writeMarkup(card, "heading", card.heading, said);
}

export function heading({data, parentElement}) {
    const {place, drawn} = placeIn(parentElement);
    place.className = "title-beside";
    const card = {words: place, drawn, heading: place.firstChild ?? undefined};
    const show = given => {
        card.data = given;
        showHeading(card);
    };
    show(data);
    mayComeAhead(parentElement, cardOf(data), ({said}) => show({...card.data, said}));
    return () => leavePlace(parentElement);
}

// Where there is little room the subtitle stands below the chart, which would else lie below the first screen.
function showWords(card) {
    showHeading(card);
    writeMarkup(card, "under", card.under, card.data.under);
    writeMarkup(card, "foot", card.foot, card.data.below);
    const next = card.data.narrow ? card.foot : card.parts;
    if (card.under.nextElementSibling !== next) card.words.insertBefore(card.under, next);
}

function turn(card, part) {
    turnedParts.turn(card.data.anchor, part === firstOf(card) ? "" : part);
    showParts(card);
}

const firstOf = ({data}) => data.drawings.length ? "chart" : "table";

// The part the reader turned to, or the address says, where the card has it; see turned.js.
function seenOf(card) {
    const turned = turnedParts.of(card.data.anchor);
    return turned && (turned !== "chart" || card.data.drawings.length) ? turned : firstOf(card);
}

function showParts(card) {
    card.names.setAttribute("aria-label", `Parts of: ${card.data.title}`);
    const seen = seenOf(card);
    card.tabs.chart.hidden = !card.data.drawings.length;
    for (const part of Object.keys(PARTS)) {
        card.tabs[part].setAttribute("aria-selected", String(part === seen));
        card.tabs[part].tabIndex = part === seen ? 0 : -1;
        card.panels[part].hidden = part !== seen;
    }
    const show = {chart: showChart, table: showTable, about: showKnown}[seen];
    show(card.panels[seen], card.data, card);
}

function showKnown(place, {known}, card) {
    writeMarkup(card, "known", place, known);
}

export function parts({data, parentElement}) {
    if (!cards.has(parentElement)) cards.set(parentElement, madeParts(parentElement));
    const card = cards.get(parentElement);
    // What is said beside a button lies above it, which the room else would cut off.
    Object.assign(roomOf(parentElement), {height: "auto", flexBasis: "auto", overflow: "visible"});
    const show = given => {
        card.data = given;
        // What a chart is drawn from is known also while its table is seen.
        if (given.drawings.length) drawnOf.set(given.anchor, given);
        showWords(card);
        showParts(card);
        showActions(card.words, given);
    };
    show(data);
    mayComeAhead(parentElement, cardOf(data), told => show({...card.data, ...told}));
    return () => {
        drawnHere.delete(parentElement);
        endChart(card.panels.chart);
        endActions(card.words);
        cards.delete(parentElement);
    };
}
