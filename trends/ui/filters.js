// Draws the sheet of filters: the reader's own place, the fields, how much is left. It answers a press at once, and tells the
// server what is chosen.

// Options of each field by version of the evidence: they are sent once, however often the sheet is drawn.
const optionsOf = new Map();
const sheets = new WeakMap();

// Icons are letters of Streamlit's own font.
const symbol = name => node("span", {className: "symbol", textContent: name, translate: false}, {"aria-hidden": "true"});

const pressed = (words, icon, does) => {
    const button = node("button", {type: "button", onclick: does});
    button.append(...(icon ? [symbol(icon)] : []), words);
    return button;
};

// Hide a button that has done its work, or show it; its focus goes on to what stands for it.
const vanish = (button, hidden, next) => {
    if (hidden && document.activeElement === button) next.focus();
    button.hidden = hidden;
};

function newSheet(parent) {
    const sheet = {turn: 0, parts: new Map(), send: () => {}};
    const root = node("div", {className: "fields-sheet"});
    const done = pressed("Done", "close", () => {});
    done.className = "done";
    const top = node("div", {className: "sheet-top"});
    top.append(done);

    sheet.place = node("details", {className: "own-place"});
    sheet.placeLabel = node("span", {});
    const summary = node("summary", {});
    summary.append(symbol("person_pin_circle"), sheet.placeLabel);
    sheet.placeFields = node("div", {className: "fields"});
    sheet.placeSaid = node("p", {}, {role: "status", "aria-live": "polite"});
    sheet.placeKept = node("p", {className: "small"});
    sheet.link = placeLink();
    sheet.forget = pressed("Forget my place", "close", () => sheet.send("forgotten", true));
    sheet.place.append(summary, sheet.placeFields, sheet.placeSaid, sheet.placeKept, sheet.link, sheet.forget);

    sheet.fields = node("div", {className: "fields"});
    sheet.status = node("p", {className: "showing"}, {role: "status", "aria-live": "polite"});
    sheet.clear = pressed("Clear filters", "close", () => {
        sheet.send("cleared", true);
        askAhead(sheet.data, Object.fromEntries(sheet.data.fields.map(({name}) => [name, []])));
    });
    sheet.leaves = node("details", {className: "leaves"});
    sheet.tables = node("div", {className: "leaves-tables"});
    const asks = node("summary", {textContent: "What each choice would leave"});
    // Counted only where somebody looks.
    sheet.leaves.addEventListener("toggle", () => sheet.send("leaves", sheet.leaves.open));
    sheet.leaves.append(asks, sheet.tables);
    root.append(top, sheet.place, sheet.fields, sheet.status, sheet.clear, sheet.leaves);
    parent.append(root);
    return sheet;
}

// The fields in their order, each made when it first comes; one that is told of no more goes.
function drawFields(sheet, box, told, options, chosenOf, make) {
    const drawn = told.map(field => {
        const part = sheet.parts.get(field.name) ?? make(field);
        sheet.parts.set(field.name, part);
        part.set({...field, options: options[field.name], spans: options.spans, chosen: chosenOf(field.name)});
        return part.root;
    });
    // One that stays keeps its focus: what is taken out and put back would lose it.
    for (const child of [...box.children]) if (!drawn.includes(child)) child.remove();
    drawn.forEach((root, at) => { if (box.children[at] !== root) box.insertBefore(root, box.children[at] ?? null); });
}

// A field for a country understands other names of it.
function newField(field, several, tell) {
    const part = new Field({...field, several}, tell);
    if (field.name.endsWith("country")) part.others = otherNames;
    return part;
}

function drawPlace(sheet, place, options, current) {
    write(sheet.placeLabel, place.label);
    write(sheet.placeSaid, place.said);
    write(sheet.placeKept, place.where);
    const {place: held} = place.kept;
    const known = {...options, my_size: place.sizes};
    const names = place.fields.map(field => field.name);
    const tell = () => sheet.send("placed", {
        turn: (sheet.turn += 1),
        has: sheet.version,
        place: Object.fromEntries(names.map(name => [name, sheet.parts.get(name).chosen[0] ?? ""])),
    });
    const chosenOf = name => current ? [held[name]].filter(Boolean) : sheet.parts.get(name)?.chosen ?? [];
    drawFields(sheet, sheet.placeFields, place.fields, known, chosenOf, field => newField(field, false, tell));
    vanish(sheet.forget, !place.forgets, sheet.place.firstChild);
}

function drawLeaves(sheet, tables) {
    const said = JSON.stringify(tables ?? []);
    if (sheet.leavesDrawn === said) return;
    sheet.leavesDrawn = said;
    sheet.tables.replaceChildren(...(tables ?? []).map(({label, rows}) => {
        const table = node("table", {});
        const head = table.createTHead().insertRow();
        for (const words of [label, "Figures"]) head.append(node("th", {textContent: words, scope: "col"}));
        for (const row of rows) {
            const line = table.insertRow();
            line.append(...row.map((words, at) => node(at ? "td" : "th", {textContent: words, ...(at ? {} : {scope: "row"})})));
        }
        const frame = node("div", {className: "leaves-table", tabIndex: 0}, {
            role: "region", "aria-label": `Figures that each choice of ${label.toLowerCase()} would leave`,
        });
        frame.append(table);
        return frame;
    }));
}

// A window that became as narrow as a phone's, or is no longer, gets the page that fits it. Paper, and a card alone on the
// screen, are of another width for a while.
function followWidth(narrow, setTriggerValue) {
    const look = () => {
        const other = document.fullscreenElement || matchMedia("print").matches;
        if (!other && narrowWindow.matches !== narrow) setTriggerValue("narrowed", narrowWindow.matches);
    };
    narrowWindow.onchange = look;
    look();
}

export function filters({data, parentElement, setTriggerValue}) {
    const sheet = sheets.get(parentElement) ?? newSheet(parentElement);
    sheets.set(parentElement, sheet);
    sheet.send = setTriggerValue;
    sheet.data = data;
    if (data.options) optionsOf.set(data.version, data.options);
    const options = optionsOf.get(data.version);
    if (!options) {
        // What the server takes to be here has gone.
        setTriggerValue("missed", true);
        return;
    }
    sheet.version = data.version;
    // An answer to an earlier choice would for a moment take back what was chosen since.
    const current = data.turn >= sheet.turn;
    sheet.turn = Math.max(sheet.turn, data.turn);
    // What is chosen is sent as a whole: of several messages that wait together the server reads the last.
    const tell = () => {
        const chosen = Object.fromEntries(data.fields.map(({name}) => [name, sheet.parts.get(name).chosen]));
        setTriggerValue("chosen", {turn: (sheet.turn += 1), has: sheet.version, chosen});
        askAhead(data, chosen);
    };
    const chosenOf = name => current ? data.chosen[name] : sheet.parts.get(name).chosen;
    drawFields(sheet, sheet.fields, data.fields, options, chosenOf,
        field => field.name === "year" ? new Years(() => sheet.tell()) : newField(field, true, () => sheet.tell()));
    sheet.tell = tell;
    drawPlace(sheet, data.place, options, current);
    write(sheet.status, data.status);
    vanish(sheet.clear, !data.clears, sheet.parts.get(data.fields[0].name).input);
    drawLeaves(sheet, data.leaves);
    keepPlace(sheet.link, data.place.kept, setTriggerValue);
    followWidth(data.narrow, setTriggerValue);
}
