// Which cards the reader turned to another of their parts, and how they sorted and narrowed a table, stands in the address, so
// that a reload, a copied link and a fresh browser show the same. It costs no run of the page and no step back: the server
// has no use for it, and keeps it as it keeps whatever else an address says.
const keptInAddress = (NAME, VALUE, between) => {
    let held = new Map();
    let page;

    const read = () => {
        page = location.pathname;
        const said = new URLSearchParams(location.search).getAll(NAME).map(value => VALUE.exec(value)).filter(Boolean);
        held = new Map(said.map(([, key, value]) => [key, value]));
    };
    // Let an address of this page say what is held; a server that was asked before says what was then.
    const carry = address => {
        if (!held.size && !address.searchParams.has(NAME)) return address;
        address.searchParams.delete(NAME);
        for (const turned of held) address.searchParams.append(NAME, turned.join(between));
        return address;
    };
    const tell = () => {
        const address = new URL(location.href);
        const before = address.searchParams.getAll(NAME).join();
        if (carry(address).searchParams.getAll(NAME).join() === before) return;
        // Not by way of page.js, which would add a step.
        History.prototype.replaceState.call(history, history.state, "", address);
    };
    // All stays as it is where the reader goes back on the same page.
    addEventListener("popstate", () => {
        if (location.pathname === page) tell();
        else read();
    }, {capture: true});
    read();

    return {
        carry,
        // What is held of a card or table; empty where it shows what it begins with.
        of: key => {
            if (location.pathname !== page) read();
            return held.get(key) ?? "";
        },
        // An empty value is the one it begins with.
        turn: (key, value) => {
            if (location.pathname !== page) read();
            if (value) held.set(key, value);
            else held.delete(key);
            tell();
        },
        // What names a card's evidence has no use for it.
        without: address => {
            address.searchParams.delete(NAME);
            return address;
        },
    };
};
// A card by its anchor, and the part.
const turnedParts = keptInAddress("turned", /^([a-z0-9-]+)\.(chart|table|about)$/, ".");
// A table by the anchor of its card, or by its name: the column and which way; the words found in it; whether it has the
// reader's own rows alone.
const sortedTables = keptInAddress("sort", /^(.{1,160}?)~(.{1,80}~(?:up|down))$/su, "~");
const soughtRows = keptInAddress("find_in", /^(.{1,160}?)~(.{1,80})$/su, "~");
const ownRows = keptInAddress("mine_in", /^(.{1,160}?)~(yes)$/su, "~");
const keptHere = [turnedParts, sortedTables, soughtRows, ownRows];
const carriedAlong = address => keptHere.reduce((carried, each) => each.carry(carried), address);
const withoutWhatIsKept = address => keptHere.reduce((left, each) => each.without(left), address);
