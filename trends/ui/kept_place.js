// Keeps the reader's place in this browser when they change it, and offers a link that includes it: of a link, a place stands
// behind the “#”, which browsers keep to themselves. What it keeps is handed to the session by first_place.js; where that
// came to nothing, it is handed over here.
// How often the reader has changed the place in this window: each change is kept once, whatever another window keeps.
let written = 0;

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
    box.hidden = !keptPlace.hasAny(place);
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
    const place = keptPlace.only(data.place);
    // Other scripts of the page look for rows of it, see tables.js.
    document.documentElement.dataset.ownPlace = JSON.stringify([place.my_country, place.my_sector].filter(Boolean));
    if (data.changes > written) {
        written = data.changes;
        keptPlace.keep(place);
    } else if (data.waits) {
        const found = keptPlace.find();
        if (keptPlace.hasAny(found)) setTriggerValue("handed", {place: found});
    }
    offerLink(parentElement, place);
}
