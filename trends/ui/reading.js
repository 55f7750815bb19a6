// Tables for reading: in the parts of a card, and alone.

const tables = new WeakMap();

export function reading({data, parentElement}) {
    if (!tables.has(parentElement)) {
        tables.set(parentElement, {place: node("div"), drawn: {}});
        parentElement.append(tables.get(parentElement).place);
    }
    const {place, drawn} = tables.get(parentElement);
    Object.assign(roomOf(parentElement), {height: "auto", flexBasis: "auto"});
    showTable(place, data, {drawn});
    return () => tables.delete(parentElement);
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
    for (const [part, written, markup] of [["head", table.tHead, head], ["body", table.tBodies[0], body],
        ["below", place.lastChild, below]]) {
        if (drawn[part] === markup) continue;
        drawn[part] = written.innerHTML = markup;
        linkElsewhere(written);
    }
}

// As links in all other words of a page: the page itself stays open.
function linkElsewhere(place) {
    for (const link of place.querySelectorAll("a[href]")) Object.assign(link, {target: "_blank", rel: "noopener noreferrer"});
}

// The style of the room that Streamlit keeps for an element: as much as the server thought likely, until it is drawn.
function roomOf(place) {
    return place.closest("[data-testid=stElementContainer]")?.style ?? {};
}
