// Holds the reader's place in this browser, and hands it to the session with the first message of a connection, so that the
// first drawing of a page is already of it. It is part of no request and no address, so no log of the server holds it.
// With it goes whether the window is narrow, which no browser says of itself: a window at a desk may be, or be enlarged.
{
    const KEPT = "digital-trends-place";
    const FIELDS = ["my_country", "my_sector", "my_size"];

    const only = place => Object.fromEntries(FIELDS.filter(name => place?.[name]).map(name => [name, place[name]]));
    const hasAny = place => Object.keys(place).length > 0;
    const inBrowser = () => localStorage;
    // The place of a link counts in this window alone: it is somebody else's.
    const inWindow = () => sessionStorage;

    // A browser may refuse to keep anything: then the place lives as long as the session.
    const read = store => {
        try {
            return only(JSON.parse(store().getItem(KEPT)));
        } catch {
            return {};
        }
    };

    const write = (store, place) => {
        try {
            if (hasAny(place)) store().setItem(KEPT, JSON.stringify(place));
            else store().removeItem(KEPT);
        } catch { /* See above. */ }
    };

    // Take the place out of the address of a link, so that the address does not go on telling it.
    const takeFromLink = () => {
        const said = new URLSearchParams(location.hash.slice(1));
        const place = only(Object.fromEntries(said));
        if (!hasAny(place)) return;
        write(inWindow, place);
        for (const name of FIELDS) said.delete(name);
        const rest = said.toString();
        history.replaceState(history.state, "", location.pathname + location.search + (rest && `#${rest}`));
    };

    const find = () => {
        takeFromLink();
        const linked = read(inWindow);
        return hasAny(linked) ? linked : read(inBrowser);
    };

    // As page.css has it, where a phone's page begins.
    window.narrowWindow = matchMedia("screen and (max-width: 640px)");

    window.keptPlace = {
        only,
        hasAny,
        find,
        // What the reader chooses themselves stands before the place of a link.
        keep: place => {
            write(inBrowser, place);
            write(inWindow, {});
        },
    };

    // Messages to the server are records of fields, each its number, its length and what it holds. A field that is sent
    // twice is read as one: what stands later is added to it. So both are written behind the first message, as what
    // follows the “#” in the address that the message names anyway (`context_info.url` of `rerun_script`).
    const ASKS_FOR_A_RUN = 11;
    const CONTEXT = 8;
    const ADDRESS = 4;
    const tag = number => (number << 3) | 2;
    const length = size => (size < 128 ? [size] : [(size & 127) | 128, ...length(size >>> 7)]);
    const field = (number, held) => [tag(number), ...length(held.length), ...held];

    const withMore = message => {
        // The server adds the page to the end of the address: what is last takes it.
        const more = {...find(), narrow: narrowWindow.matches ? "yes" : "no", page: ""};
        const address = `${location.origin}${location.pathname}#${new URLSearchParams(more)}`;
        const told = field(ASKS_FOR_A_RUN, field(CONTEXT, field(ADDRESS, [...new TextEncoder().encode(address)])));
        const whole = new Uint8Array(message.length + told.length);
        whole.set(message);
        whole.set(told, message.length);
        return whole;
    };

    const told = new WeakSet();
    const {send} = WebSocket.prototype;
    WebSocket.prototype.send = function (message) {
        if (told.has(this) || !new URL(this.url).pathname.endsWith("/_stcore/stream")) return send.call(this, message);
        const bytes = message instanceof ArrayBuffer ? new Uint8Array(message) : message;
        if (!(bytes instanceof Uint8Array) || bytes[0] !== tag(ASKS_FOR_A_RUN)) return send.call(this, message);
        told.add(this);
        return send.call(this, withMore(bytes));
    };
}
