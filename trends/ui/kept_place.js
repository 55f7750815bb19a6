// Keeps the reader's place in this browser and hands it to the session when a page opens. Neither is part of a request,
// so no log of the server holds it; of a link, a place stands behind the “#”, which browsers keep to themselves.
const KEPT = "digital-trends-place";
const FIELDS = ["my_country", "my_sector", "my_size"];
// How often the reader has changed the place in this window: each change is kept once, whatever another window keeps.
let written = 0;

const only = place => Object.fromEntries(FIELDS.filter(name => place?.[name]).map(name => [name, place[name]]));

const hasAny = place => Object.keys(place).length > 0;

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

const inBrowser = () => localStorage;
// The place of a link counts in this window alone: it is somebody else's.
const inWindow = () => sessionStorage;

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

const drawn = parent => {
    const found = parent.querySelector(".place-link");
    if (found) return found;
    const box = document.createElement("div");
    box.className = "place-link";
    box.innerHTML = '<button type="button">Copy a link that includes my place</button><p role="status"></p>';
    parent.append(box);
    return box;
};

const offerLink = (parent, place) => {
    const box = drawn(parent);
    const [button, said] = box.children;
    box.hidden = !hasAny(place);
    button.onclick = async () => {
        const address = new URL(location.href);
        address.hash = new URLSearchParams(place).toString();
        try {
            await navigator.clipboard.writeText(address.href);
            said.textContent = "Copied. Whoever opens it sees “you” of this place.";
        } catch {
            said.textContent = address.href;
        }
    };
};

export default function ({data, parentElement, setTriggerValue}) {
    takeFromLink();
    const place = only(data.place);
    if (data.changes > written) {
        written = data.changes;
        write(inBrowser, place);
        write(inWindow, {});
    } else if (data.waits) {
        const linked = read(inWindow);
        const found = hasAny(linked) ? linked : read(inBrowser);
        if (hasAny(found)) setTriggerValue("handed", {place: found});
    }
    offerLink(parentElement, place);
}
