// Mends for keyboards and screen readers what Streamlit's own elements leave amiss.
{
    let waiting;

    // A table too wide or too long for its place scrolls inside a frame, which a keyboard could not reach.
    // A card is turned to its table without anything coming or going: its size alone tells.
    const sized = new WeakSet();
    const sizes = new ResizeObserver(() => reachTables());
    const reachTables = () => {
        for (const frame of document.querySelectorAll(".reading > div:last-child")) {
            if (!sized.has(frame)) sizes.observe(frame);
            sized.add(frame);
            const scrolls = frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight;
            if (scrolls) {
                // Streamlit gives some of them one name for all, which does not tell them apart.
                const name = frame.querySelector("table")?.getAttribute("aria-label") ?? "Table";
                if (frame.tabIndex === 0 && frame.getAttribute("aria-label") === name) continue;
                frame.tabIndex = 0;
                frame.setAttribute("role", "region");
                frame.setAttribute("aria-label", name);
            } else if (frame.tabIndex === 0) {
                for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
            }
        }
    };

    // Sections of the navigation are blocks inside one list: each becomes an entry of it, with its links inside.
    const tidyNavigation = () => {
        // What is read on it, see page.css, is a part of what it is called.
        const opener = document.querySelector("[data-testid=stExpandSidebarButton]");
        if (opener?.ariaLabel?.startsWith("Expand")) opener.ariaLabel = "Pages: expand sidebar";
        for (const section of document.querySelectorAll("[data-testid=stSidebarNavItems] > div:not([role])")) {
            section.setAttribute("role", "listitem");
            for (const entry of section.querySelectorAll("li")) entry.setAttribute("role", "none");
        }
    };

    // What is said of the reader's own place and answers is spoken when a choice changes it, see layout.py.
    const speakOfYou = () => {
        for (const place of document.querySelectorAll(".st-key-said_of_place, .st-key-said_of_answers")) {
            if (place.getAttribute("role") !== "status") place.setAttribute("role", "status");
        }
    };

    // Links to other pages take the filters along, so that one opened in a new tab or copied shows the same evidence.
    const SHARED = ["country", "sector", "year", "theme", "survey"];
    const LINKS = "[data-testid=stSidebarNavLink], [data-testid=stPageLink-NavLink]";
    const takeFiltersAlong = () => {
        const here = new URLSearchParams(location.search);
        for (const link of document.querySelectorAll(LINKS)) {
            const address = new URL(link.href);
            if (address.origin !== location.origin) continue;
            // What a link chooses by itself stands before what is chosen here.
            link.dataset.own ??= SHARED.filter(name => address.searchParams.has(name)).join();
            for (const name of SHARED) {
                if (link.dataset.own.split(",").includes(name)) continue;
                address.searchParams.delete(name);
                for (const value of here.getAll(name)) address.searchParams.append(name, value);
            }
            if (link.href !== address.href) link.href = address.href;
        }
    };
    // Streamlit turns the page itself on any click; with a key held down the browser is to open another tab or window.
    const openElsewhere = event => {
        const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1;
        if (elsewhere && event.target.closest?.(LINKS)) event.stopPropagation();
    };
    for (const kind of ["click", "auxclick"]) addEventListener(kind, openElsewhere, {capture: true});

    // The back button undoes a choice. Streamlit replaces the address where a widget changes it, and adds one where its
    // server does, be it several times in one run: here each press of the reader adds one address at most.
    const turn = {pushState: history.pushState.bind(history), replaceState: history.replaceState.bind(history)};
    let pressed = false;
    let pressedAt = -Infinity;
    let typed = "";
    const press = event => {
        // A click follows the press it is of; a screen reader's comes alone.
        if (!event.isTrusted || (event.type === "click" && event.timeStamp - pressedAt < 1000)) return;
        pressed = true;
        pressedAt = event.timeStamp;
    };
    for (const kind of ["pointerdown", "keydown", "click"]) addEventListener(kind, press, {capture: true});
    addEventListener("popstate", () => { pressed = false; typed = ""; }, {capture: true});
    const WORDS = "textarea, input:is([type=text], [type=search]):not([role=combobox])";
    // The parameter whose words are being typed: its letters are one choice.
    const typing = address => {
        const [before, after] = [location, address].map(each => new URLSearchParams(each.search));
        const names = [...new Set([...before.keys(), ...after.keys()])];
        const changed = names.filter(name => `${before.getAll(name)}` !== `${after.getAll(name)}`);
        return document.activeElement?.matches(WORDS) && changed.length === 1 ? changed[0] : "";
    };
    for (const kind of Object.keys(turn)) {
        history[kind] = (state, unused, to) => {
            const address = new URL(to ?? location.href, location.href);
            const page = address.pathname !== location.pathname;
            if (!page && to) {
                // Streamlit leaves out the card that the address leads to. A place that a link includes is not to stay there.
                if (!location.hash.includes("=")) address.hash ||= location.hash;
                to = carriedAlong(address).href;
            }
            if (address.origin !== location.origin || (!page && address.search === location.search)) {
                // The same address once more is no step.
                turn[address.href === location.href ? "replaceState" : kind](state, unused, to);
                return;
            }
            const words = page ? "" : typing(address);
            const adds = pressed && !(words && words === typed);
            pressed = false;
            typed = words;
            turn[adds ? "pushState" : "replaceState"](state, unused, to);
        };
    }

    // A browser that translates the page puts its own elements (<font>) where React holds words: React then fails to take
    // them away, or goes on changing words that nobody sees. So each gets back what it holds before it touches it.
    const translated = new WeakMap();
    const isTranslation = node => node.nodeName === "FONT";
    // The outermost element of the translation that stands for a node in its place, or the node itself.
    const standsFor = node => {
        let found = node.isConnected ? node : translated.get(node) ?? node;
        while (found.parentNode && isTranslation(found.parentNode)) found = found.parentNode;
        return found;
    };
    const watched = new MutationObserver(changes => {
        for (const {addedNodes, removedNodes} of changes) {
            const font = [...addedNodes].find(isTranslation);
            if (!font) continue;
            for (const node of removedNodes) if (node.nodeType === Node.TEXT_NODE) translated.set(node, font);
        }
    });
    watched.observe(document, {childList: true, subtree: true});
    const {removeChild, insertBefore} = Node.prototype;
    Node.prototype.removeChild = function (node) {
        const found = node.parentNode === this ? node : standsFor(node);
        // What a translation has taken away already needs no taking.
        if (found.parentNode !== this && found.nodeType === Node.TEXT_NODE) return node;
        removeChild.call(this, found);
        return node;
    };
    Node.prototype.insertBefore = function (node, before) {
        const found = !before || before.parentNode === this ? before : standsFor(before);
        return insertBefore.call(this, node, found?.parentNode === this ? found : before);
    };
    const words = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue");
    Object.defineProperty(Node.prototype, "nodeValue", {
        ...words,
        set(text) {
            const found = this.nodeType === Node.TEXT_NODE ? standsFor(this) : this;
            if (found !== this) found.replaceWith(this);
            words.set.call(this, text);
        },
    });

    // In a low window the bar at its top goes up with the page, see page.css.
    addEventListener("scroll", ({target: page}) => {
        if (page.dataset?.testid !== "stMain") return;
        document.querySelector("[data-testid=stHeader]")?.style.setProperty("--scrolled", page.scrollTop);
    }, {capture: true, passive: true});

    // What stands beside the sidebar follows it by this mark, see search.css: a rule that asked what the page holds would
    // have to be worked out anew after every change.
    const markSidebar = () => {
        const bar = document.querySelector("[data-testid=stSidebar]");
        const state = bar ? (bar.dataset.collapsed === "true" ? "closed" : "open") : "";
        if ((document.documentElement.dataset.sidebar ?? "") !== state) document.documentElement.dataset.sidebar = state;
    };
    new MutationObserver(markSidebar).observe(document, {
        childList: true, subtree: true, attributeFilter: ["data-collapsed"],
    });

    // What stands along the lower edge of the window takes its room from what is drawn above it, see page.css.
    const {dataset: marks, style: measures} = document.documentElement;
    let notice = null;
    let grows;
    const openNotice = () => {
        measures.setProperty("--notice", `${notice.offsetHeight}px`);
        marks.notice = "open";
    };
    const roomOfNotice = new ResizeObserver(() => {
        clearTimeout(grows);
        if (marks.notice === "open") openNotice();
        else if (notice.querySelector("[role=status]")) grows = setTimeout(openNotice, 250);
    });
    const markNotice = () => {
        const found = document.querySelector(".st-key-left_out");
        if (found === notice) return;
        roomOfNotice.disconnect();
        clearTimeout(grows);
        notice = found;
        if (!found) marks.notice = "";
        if (found) roomOfNotice.observe(found);
    };

    const mend = () => {
        markNotice();
        reachTables();
        tidyNavigation();
        speakOfYou();
        takeFiltersAlong();
    };
    const soon = () => {
        clearTimeout(waiting);
        waiting = setTimeout(mend, 100);
    };
    new MutationObserver(soon).observe(document, {childList: true, subtree: true});
    // Of a page that keeps changing, what waits until it rests would come late.
    document.addEventListener("tablemade", reachTables);
    addEventListener("resize", soon);
}
