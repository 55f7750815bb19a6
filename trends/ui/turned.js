// Which cards the reader turned to another of their parts stands in the address, so that a reload, a copied link and a fresh
// browser show the same. It costs no run of the page and no step back: the server has no use for it, and keeps it as it
// keeps whatever else an address says.
const turnedParts = (() => {
    const NAME = "turned";
    // A card by its anchor, and the part.
    const TURNED = /^([a-z0-9-]+)\.(chart|table|about)$/;
    let held = new Map();
    let page;

    const read = () => {
        page = location.pathname;
        const said = new URLSearchParams(location.search).getAll(NAME).map(value => TURNED.exec(value)).filter(Boolean);
        held = new Map(said.map(([, anchor, part]) => [anchor, part]));
    };
    // Let an address of this page say which cards are turned; a server that was asked before says what was then.
    const carry = address => {
        if (!held.size && !address.searchParams.has(NAME)) return address;
        address.searchParams.delete(NAME);
        for (const turned of held) address.searchParams.append(NAME, turned.join("."));
        return address;
    };
    const tell = () => {
        const address = new URL(location.href);
        const before = address.searchParams.getAll(NAME).join();
        if (carry(address).searchParams.getAll(NAME).join() === before) return;
        // Not by way of page.js, which would add a step.
        History.prototype.replaceState.call(history, history.state, "", address);
    };
    // The card stays as it is where the reader goes back on the same page.
    addEventListener("popstate", () => {
        if (location.pathname === page) tell();
        else read();
    }, {capture: true});
    read();

    return {
        carry,
        // The part a card is turned to; empty where it shows what it begins with.
        of: anchor => {
            if (location.pathname !== page) read();
            return held.get(anchor) ?? "";
        },
        // An empty part is the one it begins with.
        turn: (anchor, part) => {
            if (location.pathname !== page) read();
            if (part) held.set(anchor, part);
            else held.delete(anchor);
            tell();
        },
        // What names a card's evidence has no use for it.
        without: address => {
            address.searchParams.delete(NAME);
            return address;
        },
    };
})();
