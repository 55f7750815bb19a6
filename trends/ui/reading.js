// Tables for reading: in the parts of a card, and alone; and words that the server has marked up.

const written = new WeakMap();

// The place of what is drawn into an element, and what was drawn there before.
function placeIn(parent) {
    if (!written.has(parent)) {
        written.set(parent, {place: node("div"), drawn: {}});
        parent.append(written.get(parent).place);
    }
    Object.assign(roomOf(parent), {height: "auto", flexBasis: "auto"});
    return written.get(parent);
}

function leavePlace(parent) {
    drawnHere.delete(parent);
    written.delete(parent);
}

export function reading({data, parentElement}) {
    const {place, drawn} = placeIn(parentElement);
    showTable(place, data, {drawn});
    mayComeAhead(parentElement, ({tables}) => tables[data.key], table => showTable(place, {table}, {drawn}));
    return () => leavePlace(parentElement);
}

// Words that the server has marked up, see markup.py.
export function markup({data, parentElement}) {
    const {place, drawn} = placeIn(parentElement);
    writeMarkup({drawn}, "markup", place, data.markup);
    return () => leavePlace(parentElement);
}

// The table stays the same element, so that what its reader sorted or sought holds for other rows too, see tables.js.
function showTable(place, {table: {label, head, body, below}}, {drawn}) {
    if (!place.firstChild) {
        const frame = node("div", {className: "reading"});
        frame.innerHTML = "<div><table><thead></thead><tbody></tbody></table></div>";
        place.append(frame, node("div", {className: "below"}));
        // Its size is watched from now on, see page.js: it scrolls as soon as it is long.
        document.dispatchEvent(new Event("tablemade"));
    }
    const table = place.querySelector("table");
    table.setAttribute("aria-label", label);
    for (const [part, here, markup] of [["head", table.tHead, head], ["body", table.tBodies[0], body],
        ["below", place.lastChild, below]]) {
        writeMarkup({drawn}, part, here, markup);
    }
}

// Write markup where it is another than before: what a translation has made of it stays else.
function writeMarkup({drawn}, part, place, markup) {
    if (drawn[part] === markup) return;
    drawn[part] = place.innerHTML = markup;
    linkElsewhere(place);
}

// As links in all other words of a page: the page itself stays open.
function linkElsewhere(place) {
    for (const link of place.querySelectorAll("a[href]")) Object.assign(link, {target: "_blank", rel: "noopener noreferrer"});
}

// The style of the room that Streamlit keeps for an element: as much as the server thought likely, until it is drawn.
function roomOf(place) {
    return place.closest("[data-testid=stElementContainer]")?.style ?? {};
}
