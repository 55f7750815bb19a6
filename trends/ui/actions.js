// What a reader can do with a card besides downloading it: copy a link to it, share it, copy its image, see it alone on
// the screen. All of it happens in the browser, without asking the server.

const ACTIONS = {
    link: {words: "Copy link", names: "Copy link to", shape: "M10 13a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-6-6l-1 1M14 11a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 6 6l1-1"},
    share: {words: "Share", names: "Share", shape: "M12 15V3m0 0L8 7m4-4 4 4M5 12v8h14v-8"},
    image: {words: "Copy image", names: "Copy image of", shape: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01"},
    screen: {words: "Full screen", names: "Full screen:", shape: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"},
};
const LEAVE = "Leave full screen";
// How long what happened stays written, in milliseconds.
const SAID_FOR = 5000;
// Alone on the screen a card stays this wide, in pixels as it counts them, with so much room around its chart.
const LEAST_ALONE = 800;
const ROOM_ALONE = 60;
const LARGER = 1.5;
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

function say(row, words) {
    row.live.textContent = words;
    clearTimeout(row.ends);
    row.ends = setTimeout(() => { row.live.textContent = ""; }, SAID_FOR);
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
const frameOf = row => row.card.parentElement;
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
        if (await copied(address)) return "Link copied.";
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
            return "Image copied.";
        } catch {
            return "Your browser did not let the page copy an image. Save it as PNG instead.";
        }
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

// What this browser can do; a phone's own way of sharing is of no use at a desk.
function offered(data) {
    return {
        link: true,
        share: Boolean(navigator.share) && matchMedia("(pointer: coarse)").matches,
        image: data.drawn && Boolean(navigator.clipboard?.write && window.ClipboardItem),
        screen: document.fullscreenEnabled,
    };
}

function name(row) {
    const can = offered(row.data);
    for (const [kind, {words, names}] of Object.entries(ACTIONS)) {
        const button = row.buttons[kind];
        const leaves = kind === "screen" && isAlone(row);
        button.hidden = !can[kind];
        button.title = button.lastChild.textContent = leaves ? LEAVE : words;
        button.setAttribute("aria-label", leaves ? LEAVE : `${names} ${row.data.title}`);
    }
}

function madeRow(parent, data) {
    const row = {data, card: parent.closest("[class*=st-key-card_]"), buttons: {}, live: element("span", "said")};
    const root = element("div", "actions");
    row.live.setAttribute("role", "status");
    for (const [kind, {words, shape}] of Object.entries(ACTIONS)) {
        const button = row.buttons[kind] = element("button", "");
        button.type = "button";
        button.append(icon(shape), element("span", "words", words));
        button.onclick = async () => {
            const said = await does[kind](row);
            if (said) say(row, said);
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
    root.append(row.live);
    parent.append(root);
    return row;
}

export function actions({data, parentElement}) {
    if (!rows.has(parentElement)) rows.set(parentElement, madeRow(parentElement, data));
    const row = rows.get(parentElement);
    row.data = data;
    chosenOf.set(data.anchor, data.chosen);
    name(row);
    return () => {
        document.removeEventListener("fullscreenchange", row.turned);
        clearTimeout(row.ends);
        rows.delete(parentElement);
        drawnOf.delete(data.anchor);
        chosenOf.delete(data.anchor);
    };
}
