// What a press on a filter leads to, asked for by address while the server draws the page: cards and tables that stay are
// drawn anew as soon as it is here, and found as they are when Streamlit has drawn everything around them.

// How each card and table is drawn anew of such an answer, by the element it is drawn in.
const drawnHere = new Map();
let asking;

// Let what the page has just drawn be drawn anew ahead: find says what is told of it in an answer.
function mayComeAhead(parent, find, show) {
    drawnHere.set(parent, {find, show});
}

// A card among those of an answer: the one at its place on the page, or where its place never changes, of its name.
const cardOf = ({slot, anchor}) => ({cards}) => slot === null ? cards.find(card => card.anchor === anchor) : cards[slot];

// Ask for the page under other filters, and draw of it what is still drawn as it was before the press.
async function askAhead({version, narrow, page, place}, chosen) {
    asking?.abort();
    // What a reader's own place changes stands in no address. Without a chart the page itself is drawn as soon.
    const hasOwn = Object.values(place.kept.place).some(Boolean);
    if (!page || hasOwn || !document.querySelector("[data-testid=chart]")) return;
    asking = new AbortController();
    const query = new URLSearchParams(location.search);
    for (const [name, values] of Object.entries(chosen)) {
        query.delete(name);
        for (const value of values) query.append(name, value);
    }
    const before = [...drawnHere];
    const address = `ahead/${version}/${narrow ? "narrow" : "wide"}/${page}?${query}`;
    try {
        const said = await fetch(new URL(`../${address}`, import.meta.url), {signal: asking.signal});
        if (said.status !== 200) return;
        const told = await said.json();
        for (const [parent, drawn] of before) {
            // What Streamlit has drawn since is at least as new.
            const found = drawnHere.get(parent) === drawn && drawn.find(told);
            if (found) drawn.show(found);
        }
    } catch {
        // The page itself comes all the same.
    }
}
