// What a reader can do with a card besides downloading it: copy a link to it, share it, copy its image, see it alone on
// the screen. All of it happens in the browser, without asking the server.

const ACTIONS = {
    link: {words: "Copy link", names: "Copy link to", shape: "M10 13a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-6-6l-1 1M14 11a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 6 6l1-1"},
    share: {words: "Share", names: "Share", shape: "M12 15V3m0 0L8 7m4-4 4 4M5 12v8h14v-8"},
    image: {words: "Copy image", names: "Copy image of", shape: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01"},
    cite: {words: "Copy citation", names: "Copy citation of", shape: "M5 6h5v6a5 5 0 0 1-4 5M14 6h5v6a5 5 0 0 1-4 5"},
    brief: {words: "Add to briefing", names: "Add to briefing:", shape: "M5 4h14v17l-7-4-7 4zM12 7v6M9 10h6"},
    embed: {words: "Embed", names: "Copy the code to embed", shape: "M8 7l-5 5 5 5M16 7l5 5-5 5"},
    screen: {words: "Full screen", names: "Full screen:", shape: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"},
};
const LEAVE = "Leave full screen";
const CHOSEN = "In the briefing";
const COPIED = {
    link: "Link copied.", image: "Image copied.", cite: "Citation copied.", embed: "Code to embed copied.",
};
const TICK = "M5 12l5 5 9-11";
// How long what happened stays written, in milliseconds.
const SAID_FOR = 5000;
// Alone on the screen a card stays this wide, in pixels as it counts them, with so much room around its chart.
const LEAST_ALONE = 800;
const ROOM_ALONE = 60;
const LARGER = 1.5;
// Room beside the button of downloads, in pixels.
const ROOM_BESIDE = 12;
const rows = new WeakMap();

function icon(shape) {
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", shape);
    drawing.append(path);
    return drawing;
}

// Say beside a button what became of its press, to eyes and ears; what was copied gets a tick for as long.
function say(row, kind, words) {
    unsay(row);
    const button = row.buttons[kind];
    row.live.textContent = words;
    row.live.style.left = `${Math.max(0, Math.min(button.offsetLeft, row.root.clientWidth - row.live.offsetWidth))}px`;
    if (words === COPIED[kind]) {
        button.classList.add("done");
        button.firstChild.firstChild.setAttribute("d", TICK);
    }
    row.ends = setTimeout(unsay, SAID_FOR, row);
}

function unsay(row) {
    clearTimeout(row.ends);
    row.live.textContent = "";
    for (const [kind, {shape}] of Object.entries(ACTIONS)) {
        row.buttons[kind].classList.remove("done");
        row.buttons[kind].firstChild.firstChild.setAttribute("d", shape);
    }
}

// Copy a text, also where a page without encryption may not use the clipboard.
async function copied(text) {
    if (navigator.clipboard?.writeText) {
        try {
            await navigator.clipboard.writeText(text);
            return true;
        } catch {
            // Refused: the old way may still be open.
        }
    }
    const before = document.activeElement;
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus({preventScroll: true});
    return done;
}

// A browser draws what has the whole screen at its own size: what is around the card has it, and the card grows inside.
const frameOf = row => row.card?.parentElement;
const isAlone = row => document.fullscreenElement === frameOf(row);

// The height from the top of a card to the end of its chart, or of all of it where it has none.
function neededBy(card) {
    const last = card.querySelector("[data-testid=chart]") ?? card;
    return last.getBoundingClientRect().bottom - card.getBoundingClientRect().top;
}

// How much larger all of a card is drawn, so that it is read from the back of a room: as much as leaves its chart whole,
// and where that is little, half as large again.
function enlarged(needed) {
    const most = innerWidth / LEAST_ALONE;
    return Math.max(1, Math.min(most, Math.max(innerHeight / (needed + ROOM_ALONE), Math.min(LARGER, most))));
}

const does = {
    async link(row) {
        const address = addressOf(row.data.anchor);
        if (await copied(address)) return COPIED.link;
        history.replaceState(history.state, "", `#${row.data.anchor}`);
        return "Your browser does not let a page copy. The link is in the address bar.";
    },
    async share(row) {
        try {
            await navigator.share({title: document.title, text: row.data.title, url: addressOf(row.data.anchor)});
        } catch (error) {
            // Readers may change their mind.
            if (error.name !== "AbortError") return "Your browser could not share. Copy the link instead.";
        }
        return "";
    },
    async image(row) {
        const told = drawnOf.get(row.data.anchor);
        if (!told) return "The chart is not drawn yet. Try again in a moment.";
        try {
            const width = row.card.querySelector("[data-testid=chart]")?.clientWidth;
            // Handed over before the image is made, since a browser lets a page copy only just after a click.
            await navigator.clipboard.write([new ClipboardItem({"image/png": pictured({...told, width})})]);
            return COPIED.image;
        } catch {
            return "Your browser did not let the page copy an image. Save it as PNG instead.";
        }
    },
    async cite(row) {
        const told = fetch(citationOf(row)).then(answer => {
            if (!answer.ok) throw new Error(`${answer.status}`);
            return answer.text();
        });
        try {
            // Handed over before it is there, since a browser lets a page copy only just after a click.
            const blob = told.then(text => new Blob([text.trim()], {type: "text/plain"}));
            await navigator.clipboard.write([new ClipboardItem({"text/plain": blob})]);
            return COPIED.cite;
        } catch {
            // Refused, or unknown to the browser: the old way may still be open.
        }
        try {
            if (await copied((await told).trim())) return COPIED.cite;
        } catch {
            return "The citation could not be fetched. Try again in a moment.";
        }
        return "Your browser does not let a page copy. The citation is under Download.";
    },
    async brief(row) {
        const finding = findingOf(row);
        if (briefing.has(finding)) {
            briefing.remove(finding);
            return "Taken out of the briefing.";
        }
        if (briefing.isFull()) return "The briefing is full. Open it and take something out.";
        briefing.add(finding);
        return "Added to the briefing.";
    },
    async embed(row) {
        return await copied(embedding(row)) ? COPIED.embed : "Your browser does not let a page copy.";
    },
    async screen(row) {
        if (isAlone(row)) {
            await document.exitFullscreen();
            return "";
        }
        const frame = frameOf(row);
        frame.style.background = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
        row.needed = neededBy(row.card);
        try {
            await frame.requestFullscreen();
        } catch {
            return "Your browser did not give the card the whole screen.";
        }
        return "";
    },
};

// What names the card with all that was chosen, so that the briefing asks for the same, of the evidence as it is then.
function findingOf(row) {
    const address = withoutWhatIsKept(new URL(addressOf(row.data.anchor)));
    if (row.data.release) address.searchParams.delete("release");
    return `${row.data.finding}${address.search}`;
}

// Where the card is cited as plain text.
function citationOf(row) {
    const [name, chosen = ""] = findingOf(row).split("?");
    return new URL(`card/${name}.txt${chosen && `?${chosen}`}`, document.baseURI);
}

// What another page holds to show the card as high as it is.
function embedding(row) {
    const address = new URL(`embed/${findingOf(row)}`, document.baseURI);
    if (row.data.release) address.searchParams.set("release", row.data.release);
    const frame = document.createElement("iframe");
    Object.assign(frame, {src: address.href, title: row.data.title, width: "100%", height: "600", loading: "lazy"});
    frame.style.border = "0";
    return `${frame.outerHTML}
<script>addEventListener("message", ({data, origin, source}) => {
  if (origin !== ${JSON.stringify(address.origin)} || data?.type !== ${JSON.stringify(row.data.embeds)}) return;
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source) frame.height = Math.ceil(data.height);
});</script>`;
}

// What this browser can do; a phone's own way of sharing is of no use at a desk.
function offered(data) {
    return {
        link: true,
        share: Boolean(navigator.share) && matchMedia("(pointer: coarse)").matches,
        cite: true,
        brief: true,
        embed: Boolean(data.embeds),
        image: data.drawn && Boolean(navigator.clipboard?.write && window.ClipboardItem),
        screen: document.fullscreenEnabled,
    };
}

function name(row) {
    const can = offered(row.data);
    for (const [kind, {words, names}] of Object.entries(ACTIONS)) {
        const button = row.buttons[kind];
        const leaves = kind === "screen" && isAlone(row);
        const chosen = kind === "brief" && briefing.has(findingOf(row));
        button.hidden = !can[kind];
        button.title = button.lastChild.textContent = leaves ? LEAVE : chosen ? CHOSEN : words;
        button.setAttribute("aria-label", leaves ? LEAVE : `${chosen ? `${CHOSEN}:` : names} ${row.data.title}`);
        if (kind === "brief") button.setAttribute("aria-pressed", chosen);
    }
}

function madeRow(parent, data) {
    const root = node("div", {className: "actions"});
    const row = {
        data, root, card: parent.closest("[class*=st-key-card_]"), buttons: {}, live: node("span", {className: "said"}),
    };
    row.live.setAttribute("role", "status");
    for (const [kind, {words, shape}] of Object.entries(ACTIONS)) {
        const button = row.buttons[kind] = node("button", {className: kind});
        button.type = "button";
        button.append(icon(shape), node("span", {className: "words", textContent: words}));
        button.onclick = async () => {
            const said = await does[kind](row);
            if (said) say(row, kind, said);
        };
        root.append(button);
    }
    row.turned = () => {
        name(row);
        if (isAlone(row)) {
            row.alone = true;
            row.card.style.setProperty("--larger", enlarged(row.needed));
            return;
        }
        if (!row.alone) return;
        frameOf(row).style.background = "";
        row.card.style.removeProperty("--larger");
        // Where the reader was before: some browsers let go of it.
        if (row.alone && !row.card.contains(document.activeElement)) row.buttons.screen.focus();
        row.alone = false;
    };
    document.addEventListener("fullscreenchange", row.turned);
    row.chose = () => name(row);
    addEventListener("briefing-changed", row.chose);
    root.append(row.live);
    parent.append(root);
    return row;
}

// The button of downloads stands at the end of the row, as wide as its words, which a translation makes longer.
function leaveRoom(row) {
    const button = row.card?.querySelector("[data-testid=stPopover]");
    if (!button || button === row.button) return;
    row.button = button;
    row.wide?.disconnect();
    row.wide = new ResizeObserver(() => {
        if (button.offsetWidth) row.root.style.paddingRight = `${button.offsetWidth + ROOM_BESIDE}px`;
    });
    row.wide.observe(button);
}

// The row of a card, at the end of what holds its words.
function showActions(place, {actions, title, anchor, drawings}) {
    const data = {...actions, title, anchor, drawn: drawings.length > 0};
    if (!rows.has(place)) rows.set(place, madeRow(place, data));
    const row = rows.get(place);
    row.data = data;
    chosenOf.set(anchor, data.chosen);
    releaseOf.set(anchor, data.release);
    leaveRoom(row);
    name(row);
}

function endActions(place) {
    const row = rows.get(place);
    const {anchor} = row.data;
    document.removeEventListener("fullscreenchange", row.turned);
    removeEventListener("briefing-changed", row.chose);
    row.wide?.disconnect();
    clearTimeout(row.ends);
    rows.delete(place);
    for (const held of [drawnOf, chosenOf, releaseOf]) held.delete(anchor);
}
