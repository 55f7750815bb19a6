// Keeps the reader's place in this browser when they change it, and offers a link that includes it: of a link, a place stands
// behind the “#”, which browsers keep to themselves. What it keeps is handed to the session by first_place.js; where that
// came to nothing, it is handed over here.
// The last change of the place that was kept here: each is kept once, whatever another window keeps since.
let placeWritten = "";

// The button that copies a link, and where it says so.
function placeLink() {
    const box = node("div", {className: "place-link"});
    box.append(node("button", {type: "button", textContent: "Copy a link that includes my place"}), node("p", {}, {role: "status"}));
    return box;
}

function offerLink(box, place) {
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
}

// Keep a place that was changed, or hand over what is kept where the session waits for it.
function keepPlace(box, told, setTriggerValue) {
    const place = keptPlace.only(told.place);
    // Other scripts of the page look for rows of it, see tables.js.
    document.documentElement.dataset.ownPlace = JSON.stringify([place.my_country, place.my_sector].filter(Boolean));
    if (told.change && told.change !== placeWritten) {
        placeWritten = told.change;
        keptPlace.keep(place);
    } else if (told.waits) {
        const found = keptPlace.find();
        if (keptPlace.hasAny(found)) setTriggerValue("handed", found);
    }
    offerLink(box, place);
}
