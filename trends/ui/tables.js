// Lets readers sort a long table, find words in it and see the rows of their own place alone, without asking the server. The
// address says each of these, see turned.js.
//
// Rows are moved or hidden, never made anew here, and a button stands in each heading. Other rows come all at once, see
// reading.js; each keeps the number it came with.
{
    const LONG = 13; // rows from which a table has tools, as in tables.css
    const LONGEST = 80; // letters of what is sought, as in turned.js
    const TABLES = "[data-testid=stMain] .reading";
    // What stands for a figure that is not there: not published or not read, withheld, nothing to say.
    const ABSENT = /^(\[[xc]\]|[–—-]|none|)$/iu;
    // Words before a figure that was not told exactly.
    const ABOUT = /^(?:about|over|more than|at least|under|fewer than)\s+/iu;
    // A change after its verdict: “▲ up (+4 pts)”.
    const CHANGE = /\(([+−-]?)\s?(\d[\d,.]*)\s?(?:%|pts?|points?)\)$/u;
    const FIGURE = /^[^\p{L}\d−-]{0,3}[−-]?\s?[$€£¥]?\s?\d/u;
    const NUMBER = /([−-]?)\s?[$€£¥]?\s?(\d+(?:[,\u00a0\u202f]\d{3})*(?:\.\d+)?)/u;
    // Two ends of a range and a unit, and no more: “7th–45th”, “33 to 67 %”, “−4 to 2 pts”.
    const RANGE = /^([+−-]?)(\d[\d,.]*)(?:st|nd|rd|th)?\s?%?\s?(?:–| to )\s?([+−-]?)(\d[\d,.]*)(?:st|nd|rd|th)?\s?(%|pts?|points?)?$/u;
    const known = new WeakMap();
    let waiting;

    const words = cell => (cell?.textContent ?? "").trim();
    // Letters as they are typed where a keyboard lacks them, as in trends/words/folding.py.
    const TYPED = {ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", þ: "th", ß: "ss", æ: "ae", œ: "oe"};
    const folded = text =>
        text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[^\0-\x7f]/gu, letter => TYPED[letter] ?? letter);
    const signed = (sign, digits) => Number(digits.replace(/[^\d.]/gu, "")) * (/[−-]/u.test(sign) ? -1 : 1);

    // The number a cell begins with, of a range its middle; null where it has none.
    const numberOf = text => {
        const range = RANGE.exec(text);
        const years = range && range[2].length === 4 && range[4].length === 4;
        if (range && !years) return (signed(range[1], range[2]) + signed(range[3], range[4])) / 2;
        const found = FIGURE.test(text.replace(ABOUT, "")) ? NUMBER.exec(text) : CHANGE.exec(text);
        return found ? signed(found[1], found[2]) : null;
    };

    // A column is of numbers where all its cells that say something begin with one; some may be words instead.
    const valuesOf = texts => {
        const said = texts.map(text => text.replace(/\s*\[u\]$/u, ""));
        const numbers = said.map(numberOf);
        const present = said.filter(text => !ABSENT.test(text)).length;
        const areNumbers = numbers.filter(number => number !== null).length > 0.7 * present;
        return said.map((text, at) => (ABSENT.test(text) ? null : areNumbers ? numbers[at] : text));
    };

    const compared = new Intl.Collator(document.documentElement.lang || "en", {numeric: true, ignorePunctuation: true});

    // Numbers of rows in the order of a column; rows without an entry come last whichever way, equal ones as they came.
    const orderOf = (values, descending) =>
        values.map((_, at) => at).sort((one, other) => {
            const [a, b] = [values[one], values[other]];
            if (a === null || b === null) return (a === null) - (b === null) || one - other;
            const difference = typeof a === "number" ? a - b : compared.compare(a, b);
            return (descending ? -difference : difference) || one - other;
        });

    // Names of the countries and sectors chosen, as the address has them, and of the reader's own place, see kept_place.js.
    const ownNames = () => {
        const chosen = new URLSearchParams(location.search);
        const place = JSON.parse(document.documentElement.dataset.ownPlace ?? "[]");
        const names = [...["country", "sector", "place"].flatMap(name => chosen.getAll(name)), ...place];
        return [...new Set(names.map(name => name.trim()).filter(Boolean))];
    };

    // Whether a row is of a name: that is a cell of it, or one of the names in its first cell. A text that merely speaks
    // of a place is not on it.
    const isOf = (row, name) => {
        const [first = "", ...others] = [...row.cells].map(cell => words(cell).toLowerCase());
        return others.includes(name) || first.split(/\s*[,;:·()]\s*/u).includes(name);
    };

    const make = (tag, properties = {}, ...children) => {
        const made = Object.assign(document.createElement(tag), properties);
        made.append(...children);
        return made;
    };

    const arrows = () => {
        const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        drawing.setAttribute("viewBox", "0 0 12 16");
        drawing.setAttribute("aria-hidden", "true");
        for (const [name, shape] of [["up", "M6 0 11 6H1Z"], ["down", "M6 16 1 10H11Z"]]) {
            const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
            path.setAttribute("class", name);
            path.setAttribute("d", shape);
            drawing.append(path);
        }
        return drawing;
    };

    // Rows in the order in which they came.
    const rowsOf = table => {
        const {numbers} = known.get(table);
        const rows = [...table.tBodies[0].rows];
        let next = rows.filter(row => numbers.has(row)).length;
        for (const row of rows) if (!numbers.has(row)) numbers.set(row, next++);
        return rows.sort((one, other) => numbers.get(one) - numbers.get(other));
    };

    const arrange = table => {
        const state = known.get(table);
        const rows = rowsOf(table);
        const heads = [...table.tHead.rows[0].cells];
        const sorted = heads.findIndex(head => words(head) === state.sorted);
        const values = sorted < 0 ? [] : valuesOf(rows.map(row => words(row.cells[sorted])));
        const order = sorted < 0 ? rows.map((_, at) => at) : orderOf(values, state.descending);
        const body = table.tBodies[0];
        order.forEach((number, at) => {
            // Only what stands elsewhere is moved, so that a focus in a row stays where it can.
            if (body.rows[at] !== rows[number]) body.insertBefore(rows[number], body.rows[at] ?? null);
        });
        const own = heads.findIndex(head => words(head) === "You");
        const mine = ownNames();
        const isMine = row =>
            (own >= 0 && !ABSENT.test(words(row.cells[own]))) ||
            mine.some(name => isOf(row, name.toLowerCase()));
        const ours = rows.filter(isMine);
        const offered = ours.length > 0 && ours.length < rows.length;
        // What the reader asked for holds again as soon as there are such rows, as where their own place is told late.
        const onlyMine = offered && state.onlyMine;
        const sought = folded(state.find.value).split(/\s+/u).filter(Boolean);
        let shown = 0;
        for (const row of rows) {
            const text = folded([...row.cells].map(words).join(" "));
            row.hidden = (onlyMine && !ours.includes(row)) || !sought.every(word => text.includes(word));
            shown += !row.hidden;
        }
        const numeric = values.some(value => typeof value === "number");
        say(table, {heads, sorted, numeric, offered, onlyMine, mine, shown, all: rows.length});
    };

    // Write what is not there yet: what is written without need would be told to screen readers again.
    const write = (element, name, value) => {
        if (element[name] !== value) element[name] = value;
    };

    const say = (table, {heads, sorted, numeric, offered, onlyMine, mine, shown, all}) => {
        const state = known.get(table);
        heads.forEach((head, at) => {
            if (at === sorted) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
            else head.removeAttribute("aria-sort");
        });
        const name = (table.getAttribute("aria-label") ?? "").replace(/^Table: /u, "");
        write(state.find, "ariaLabel", name ? `Find in the table: ${name}` : "Find in the table");
        write(state.mine, "hidden", !offered);
        write(state.mine, "textContent", mine.length ? `Only ${mine.join(" · ")}` : "Only mine");
        state.mine.setAttribute("aria-pressed", String(onlyMine));
        const [forth, back] = numeric ? ["lowest first", "highest first"] : ["A to Z", "Z to A"];
        const by = sorted < 0 ? "" : `, by ${state.sorted}, ${state.descending ? back : forth}`;
        write(state.said, "textContent", `${shown === all ? `${all} rows` : `${shown} of ${all} rows`}${by}`);
    };

    // As given, then lowest first, then highest first, then as given.
    const sortBy = (table, heading) => {
        const state = known.get(table);
        const again = state.sorted === heading;
        state.sorted = again && state.descending ? "" : heading;
        state.descending = again && !state.descending;
        sortedTables.turn(keyOf(table), state.sorted && `${state.sorted}~${state.descending ? "down" : "up"}`);
        arrange(table);
    };

    // What names a table in the address: its card, whose title changes with the filters, or its own name.
    const keyOf = table =>
        table.closest("[class*=st-key-card_]")?.querySelector(":is(h2, h3)[id]")?.id ||
        (table.getAttribute("aria-label") ?? "").slice(0, 160);

    // The order that the address says, where the table has the column, and the rows it says.
    const showAsAddressed = table => {
        const state = known.get(table);
        state.find.value = soughtRows.of(keyOf(table));
        state.onlyMine = ownRows.of(keyOf(table)) === "yes";
        const [heading, way] = sortedTables.of(keyOf(table)).split("~");
        if (![...table.tHead.rows[0].cells].some(head => words(head) === heading)) return;
        Object.assign(state, {sorted: heading, descending: way === "down"});
    };

    const teachHeads = table => {
        for (const head of table.tHead.rows[0].cells) {
            const heading = words(head);
            const button = head.querySelector(".table-sort");
            if (button) write(button, "ariaLabel", `Sort by ${heading}`);
            else {
                const made = make("button", {type: "button", className: "table-sort", ariaLabel: `Sort by ${heading}`}, arrows());
                made.addEventListener("click", () => sortBy(table, words(head)));
                head.append(made);
                head.dataset.sorts = "";
            }
            // Cells are announced with the heading, not with its button.
            head.abbr = heading;
        }
    };

    const giveTools = (place, table) => {
        const find = make("input", {type: "search", autocomplete: "off", maxLength: LONGEST});
        const mine = make("button", {type: "button", hidden: true});
        const said = make("p");
        said.setAttribute("role", "status");
        const tools = make("div", {className: "table-tools"}, make("label", {}, "Find", find), mine, said);
        known.set(table, {numbers: new WeakMap(), sorted: "", descending: false, onlyMine: false, find, mine, said, tools});
        find.addEventListener("input", () => {
            soughtRows.turn(keyOf(table), find.value.trim());
            arrange(table);
        });
        mine.addEventListener("click", () => {
            const state = known.get(table);
            state.onlyMine = !state.onlyMine;
            ownRows.turn(keyOf(table), state.onlyMine && "yes");
            arrange(table);
        });
        place.prepend(tools);
    };

    // A table that has become short is as it was.
    const takeToolsAway = table => {
        const state = known.get(table);
        if (!state) return;
        state.sorted = state.find.value = "";
        state.onlyMine = false;
        arrange(table);
        for (const button of table.querySelectorAll(".table-sort")) {
            delete button.parentElement.dataset.sorts;
            button.remove();
        }
        state.tools.remove();
        known.delete(table);
    };

    const mend = () => {
        for (const place of document.querySelectorAll(TABLES)) {
            const table = place.querySelector("table");
            if (!table?.tHead || !table.tBodies[0]) continue;
            if (table.tBodies[0].rows.length < LONG) {
                takeToolsAway(table);
                continue;
            }
            if (!known.has(table)) {
                giveTools(place, table);
                showAsAddressed(table);
            }
            teachHeads(table);
            arrange(table);
        }
    };
    // Before the table is seen, so that nothing moves when its tools come.
    const mark = () => {
        for (const place of document.querySelectorAll(TABLES)) {
            const long = place.querySelector("table")?.tBodies[0]?.rows.length >= LONG;
            if (place.hasAttribute("data-long") !== long) place.toggleAttribute("data-long", long);
        }
    };
    new MutationObserver(() => {
        mark();
        clearTimeout(waiting);
        waiting = setTimeout(mend, 60);
    }).observe(document, {childList: true, subtree: true, characterData: true});
}
